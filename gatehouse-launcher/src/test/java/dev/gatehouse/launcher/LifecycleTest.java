package dev.gatehouse.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.postgres.ClusterSettings;
import dev.gatehouse.postgres.ClusterStatus;
import dev.gatehouse.postgres.PostgresCluster;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.realm.RealmCatalog;
import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.Requirement;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** An installation from its first start to its last stop, with real processes. */
@Tag("database")
class LifecycleTest {
  private final StringWriter text = new StringWriter();

  @TempDir private Path folder;
  private int port;
  private Surroundings surroundings = Surroundings.of(Path.of(""), Path.of(""), Map.of());

  @BeforeEach
  void install() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      port = socket.getLocalPort();
    }
    Path built = Files.createDirectories(folder.resolve("built"));
    Files.writeString(built.resolve("server.classpath"), System.getProperty("java.class.path"));
    Map<String, String> environment =
        Map.of(
            "PATH",
            "/usr/bin:/bin",
            "GATEHOUSE_VAR",
            folder.resolve("var").toString(),
            "GATEHOUSE_HTTP_PORT",
            Integer.toString(port),
            "GATEHOUSE_JAVA_OPTIONS",
            "-XX:TieredStopAtLevel=1");
    surroundings = Surroundings.of(Bash.ROOT, built, environment);
  }

  @AfterEach
  void clear() {
    RunningServer.in(home().processFile()).ifPresent(RunningServer::stop);
    PostgresCluster.at(home().postgres()).deleteWithAllData();
    PostgresCluster.at(surroundings.demoHome().postgres()).deleteWithAllData();
  }

  private Home home() {
    return surroundings.home();
  }

  private int run(String... arguments) {
    text.getBuffer().setLength(0);
    CommandLine line = Gatehouse.commandLine(surroundings);
    PrintWriter writer = new PrintWriter(text, true);
    line.setOut(writer);
    line.setErr(writer);
    return line.execute(arguments);
  }

  @Test
  @Requirement("POR-3.2")
  void up_serves_withoutTheKeysToTheSchema_andDownEndsAll() throws IOException {
    assertThat(run("up")).as(text.toString()).isZero();
    assertThat(text.toString())
        .contains("http://monitrax.localhost:" + port + "/r/monitrax/sign-in")
        .contains("There is no operator yet");
    RunningServer server = RunningServer.in(home().processFile()).orElseThrow();
    try (HttpDriver browser = HttpDriver.at(URI.create("http://127.0.0.1:" + port))) {
      browser.get("/health/ready").expect(200);
    }
    String environment =
        Files.readString(
            Path.of("/proc/" + server.pid() + "/environ"), StandardCharsets.ISO_8859_1);
    assertThat(environment)
        .contains("GATEHOUSE_SECRETS_DIR=" + home().secrets())
        .doesNotContain("SUPERUSER", "MIGRATOR", home().migratorSecrets().toString());

    assertThat(run("apply")).as(text.toString()).isZero();
    assertThat(text.toString()).contains("nothing to change");
    Path portal = folder.resolve("portal.yaml");
    String shipped = Files.readString(Bash.ROOT.resolve("realms").resolve("portal.yaml"));
    Files.writeString(portal, shipped.replace("product_name: AMO Portal", "product_name: Hangar"));
    assertThat(run("apply", "--dry-run", portal.toString())).isEqualTo(2);
    assertThat(text.toString()).contains("~ product_name: AMO Portal -> Hangar");
    assertThat(run("apply", "--yes", portal.toString())).as(text.toString()).isZero();
    assertThat(run("apply", "--dry-run", portal.toString())).isZero();

    assertThat(run("keys", "rehearse", "--realm", "portal")).as(text.toString()).isZero();
    assertThat(text.toString()).contains("publishes and verifies", "a rotation would be safe");
    assertThat(run("keys", "rotate", "--realm", "portal", "--use", "access_token")).isZero();
    assertThat(text.toString()).contains("portal access_token EdDSA: ", " signs now, ");
    assertThat(run("keys", "list", "--realm", "portal")).isZero();
    assertThat(text.toString()).contains("retiring", "active", "next", "gives way at");
    assertThat(run("keys", "revoke", "no-such-key", "--yes")).isEqualTo(1);
    assertThat(text.toString()).contains("there is no such key");
    assertThat(run("register", "token", "portal")).isEqualTo(1);
    assertThat(text.toString()).contains("applications don't register with portal");

    assertThat(run("up")).isEqualTo(ExitCode.TAKEN.number());
    assertThat(run("audit", "tail", "--realm", "operators")).isZero();
    assertThat(text.toString()).contains("operator.link_issued");

    assertThat(run("down")).isZero();
    assertThat(text.toString()).contains("server stopped", "database stopped");
    assertThat(RunningServer.in(home().processFile())).isEmpty();
    assertThat(PostgresCluster.at(home().postgres()).status())
        .isInstanceOf(ClusterStatus.Stopped.class);
  }

  @Test
  void demo_once_playsTheWholeStoryAndLeavesNothingRunning() {
    assertThat(run("demo", "--once", "--port", Integer.toString(port)))
        .as(text.toString())
        .isZero();
    assertThat(text.toString())
        .contains("✓ register", "✓ verify", "✓ code with PKCE", "✓ refresh", "✓ reuse")
        .contains("✓ sign out", "✓ record", "nothing personal in the clear")
        .contains("✓ stage06", "✓ commerce", "✓ helpdesk", "✓ portal", "✓ no role", "✓ machines")
        .contains("ada@brunner.example")
        .doesNotContain("✗", "\033");
    assertThat(RunningServer.in(surroundings.demoHome().processFile())).isEmpty();
    assertThat(PostgresCluster.at(surroundings.demoHome().postgres()).status())
        .isInstanceOf(ClusterStatus.Stopped.class);
  }

  @Test
  void up_afterBothWereKilled_startsAgain() throws Exception {
    assertThat(run("up")).as(text.toString()).isZero();
    RunningServer server = RunningServer.in(home().processFile()).orElseThrow();
    kill(server.pid());
    ClusterStatus status = PostgresCluster.at(home().postgres()).status();
    assertThat(status).isInstanceOf(ClusterStatus.Running.class);
    kill(((ClusterStatus.Running) status).pid());

    assertThat(run("up")).as(text.toString()).isZero();
    assertThat(RunningServer.in(home().processFile()).orElseThrow().pid())
        .isNotEqualTo(server.pid());
  }

  private static void kill(long pid) throws Exception {
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    process.destroyForcibly();
    process.onExit().get(20, TimeUnit.SECONDS);
  }

  @Test
  void up_serverThatCannotStart_showsItsLastWordsAndStopsTheDatabase() {
    surroundings = with("GATEHOUSE_JAVA_OPTIONS", "-XX:NoSuchOption=1");
    assertThat(run("up")).isEqualTo(ExitCode.FAILED.number());
    assertThat(text.toString())
        .contains("the server ended with code 1", home().serverLog().toString(), "NoSuchOption");
    assertThat(PostgresCluster.at(home().postgres()).status())
        .isInstanceOf(ClusterStatus.Stopped.class);
  }

  @Test
  void up_realmFileWithAMistake_namesFileAndLine() throws IOException {
    Path realms = Files.createDirectories(folder.resolve("realms"));
    Files.writeString(realms.resolve("broken.yaml"), "realm: broken\nfly: true\n");
    surroundings = with("GATEHOUSE_REALMS_DIR", realms.toString());
    assertThat(run("up")).isEqualTo(ExitCode.FAILED.number());
    assertThat(text.toString()).contains("broken.yaml:").doesNotContain("\tat ");
  }

  private Surroundings with(String name, String value) {
    Map<String, String> environment = new HashMap<>(surroundings.environment());
    environment.put(name, value);
    return Surroundings.of(surroundings.root(), surroundings.built(), environment);
  }

  @Test
  void init_onceThereIsAnOperator_printsNoLink() throws SQLException {
    assertThat(run("init")).as(text.toString()).isZero();
    assertThat(text.toString()).contains("/r/operators/operator?token=");
    insertOperator();
    assertThat(run("init")).as(text.toString()).isZero();
    assertThat(text.toString()).doesNotContain("token=");
  }

  private void insertOperator() throws SQLException {
    PostgresCluster cluster = PostgresCluster.at(home().postgres());
    try (Connection connection =
            cluster.start(ClusterSettings.durable()).connectAsSuperuser(Database.NAME);
        PreparedStatement insert =
            connection.prepareStatement(
                """
                INSERT INTO gatehouse.principal
                  (tenant_id, principal_id, kind, status, name, locale, roles, created_at)
                VALUES (?, gen_random_uuid(), 'person', 'active', 'One', 'en', '{operator}', now())
                """)) {
      insert.setObject(1, TenantId.ownOf(RealmCatalog.OPERATORS).value());
      insert.executeUpdate();
    }
    cluster.stop();
  }
}
