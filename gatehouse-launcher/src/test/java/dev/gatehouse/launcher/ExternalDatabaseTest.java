package dev.gatehouse.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.postgres.ClusterSettings;
import dev.gatehouse.postgres.PostgresCluster;
import dev.gatehouse.postgres.RunningCluster;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Installations and demos on a database server that somebody else runs. */
@Tag("database")
class ExternalDatabaseTest {
  private final StringWriter text = new StringWriter();

  @TempDir private Path folder;
  private PostgresCluster cluster = PostgresCluster.at(Path.of("unset"));
  private RunningCluster server = unset();
  private Path built = Path.of("unset");

  private static RunningCluster unset() {
    return new RunningCluster(
        PostgresCluster.at(Path.of("unset")),
        Path.of("unset"),
        0,
        0,
        new dev.gatehouse.postgres.Superuser("", ""),
        false);
  }

  @BeforeEach
  void startServer() throws IOException {
    cluster = PostgresCluster.at(folder.resolve("theirs"));
    server = cluster.start(ClusterSettings.unsafeForTestsWithoutFsync());
    built = Files.createDirectories(folder.resolve("built"));
    Files.writeString(built.resolve("server.classpath"), System.getProperty("java.class.path"));
  }

  @AfterEach
  void stopAll() {
    for (String installation : List.of("one", "two", "one/demo-elsewhere")) {
      RunningServer.in(folder.resolve(installation).resolve("server.process"))
          .ifPresent(RunningServer::stop);
    }
    cluster.deleteWithAllData();
  }

  /** The variables of a person who keeps an installation in a folder. */
  private Map<String, String> person(String installation) throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      Map<String, String> environment = new HashMap<>();
      environment.put("PATH", "/usr/bin:/bin");
      environment.put("GATEHOUSE_VAR", folder.resolve(installation).toString());
      environment.put("GATEHOUSE_HTTP_PORT", Integer.toString(socket.getLocalPort()));
      environment.put("GATEHOUSE_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
      return environment;
    }
  }

  private String libpq(String database) {
    return "postgres://%s:%s@%s:%d/%s"
        .formatted(
            server.superuser().name(),
            server.superuser().password(),
            server.host(),
            server.port(),
            database);
  }

  private String withoutLogin(String database) {
    return "postgresql://%s:%d/%s".formatted(server.host(), server.port(), database);
  }

  private int run(Map<String, String> environment, String... arguments) {
    text.getBuffer().setLength(0);
    CommandLine line = Gatehouse.commandLine(Surroundings.of(Bash.ROOT, built, environment));
    PrintWriter writer = new PrintWriter(text, true);
    line.setOut(writer);
    line.setErr(writer);
    return line.execute(arguments);
  }

  @Test
  void secondInstallation_isRefused_andTheFirstStillOpensItsDatabase() throws IOException {
    Map<String, String> first = person("one");
    first.put("GATEHOUSE_DATABASE_URL", libpq("house"));
    assertThat(run(first, "init")).as(text.toString()).isZero();

    Map<String, String> second = person("two");
    second.put("GATEHOUSE_DATABASE_URL", libpq("house"));
    assertThat(run(second, "init")).isEqualTo(ExitCode.DATABASE.number());
    assertThat(text.toString())
        .contains("another installation made it", "secrets/database-app-password")
        .contains("secrets/master-key", "migrator/database-migrator-password")
        .contains(folder.resolve("two/secrets").toString())
        .doesNotContain(server.superuser().password());
    assertThat(folder.resolve("two/secrets")).isEmptyDirectory();

    // drawn there by an older run: still not set
    Files.writeString(folder.resolve("two/secrets/database-app-password"), "guess".repeat(8));
    Files.writeString(folder.resolve("two/secrets/database-worker-password"), "guess".repeat(8));
    Files.copy(
        folder.resolve("one/secrets/master-key"),
        folder.resolve("two/secrets/master-key"),
        StandardCopyOption.COPY_ATTRIBUTES);
    Files.writeString(folder.resolve("two/migrator/database-migrator-password"), "guess".repeat(8));
    assertThat(run(second, "up")).isEqualTo(ExitCode.DATABASE.number());
    assertThat(text.toString()).contains("the password here is not its own");

    first.put("GATEHOUSE_DATABASE_URL", withoutLogin("house"));
    assertThat(run(first, "init")).as(text.toString()).isZero();
  }

  @Test
  void joinedInstallation_withAnotherMasterKey_isRefusedBeforeItListens() throws IOException {
    Map<String, String> first = person("one");
    first.put("GATEHOUSE_DATABASE_URL", libpq("house"));
    assertThat(run(first, "init")).as(text.toString()).isZero();
    copy("one/secrets", "two/secrets");
    copy("one/migrator", "two/migrator");
    Files.writeString(
        folder.resolve("two/secrets/master-key"),
        "9f86d081884c7d659a2feaa0c55ad015" + "a3bf4f1b2b0b822cd15d6c15b0f00a08");

    Map<String, String> second = person("two");
    second.put("GATEHOUSE_DATABASE_URL", withoutLogin("house"));
    assertThat(run(second, "init")).isEqualTo(ExitCode.FAILED.number());
    assertThat(text.toString())
        .contains("master key: is not the one this database was set up with")
        .doesNotContain("\tat ");
    assertThat(run(second, "up")).isEqualTo(ExitCode.FAILED.number());
    assertThat(text.toString())
        .contains("not started: master key: is not the one this database was set up with")
        .doesNotContain("listening");
  }

  private void copy(String from, String to) throws IOException {
    PrivateFiles.folder(folder.resolve("two"));
    PrivateFiles.folder(folder.resolve(to));
    try (var files = Files.list(folder.resolve(from))) {
      for (Path file : files.toList()) {
        Files.copy(
            file,
            folder.resolve(to).resolve(file.getFileName()),
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  @Test
  void up_withFileOfSettings_givenSecrets_andLibpqAddress_serves() throws IOException {
    Path given = Files.createDirectories(folder.resolve("given"));
    Files.writeString(given.resolve("database-app-password"), "a-password-from-elsewhere-1\n");
    Files.writeString(
        given.resolve("master-key"),
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    Map<String, String> person = person("one");
    Path settings =
        Files.writeString(
            folder.resolve("settings.yaml"),
            """
            gatehouse:
              database:
                url: %s
              secrets-dir: %s
            """
                .formatted(libpq("house"), given));
    person.put("GATEHOUSE_CONFIG", settings.toString());
    person.put("GATEHOUSE_DATABASE_WORKER_PASSWORD", "a-password-from-elsewhere-2");
    assertThat(run(person, "up")).as(text.toString()).isZero();
    RunningServer running = RunningServer.in(folder.resolve("one/server.process")).orElseThrow();
    assertThat(
            Files.readString(
                Path.of("/proc/" + running.pid() + "/environ"), StandardCharsets.ISO_8859_1))
        .contains("GATEHOUSE_SECRETS_DIR=" + given)
        .contains("GATEHOUSE_DATABASE_URL=jdbc:postgresql://" + server.host())
        .doesNotContain(server.superuser().password());
    assertThat(folder.resolve("one/secrets")).doesNotExist();
    assertThat(given.resolve("database-worker-password")).doesNotExist();
    assertThat(run(person, "down")).isZero();
    assertThat(run(person, "up")).as(text.toString()).isZero();
  }

  @Test
  void demo_elsewhere_isRepeatable_andDropsNothingItDidNotMake() throws Exception {
    Map<String, String> person = person("one");
    person.put("GATEHOUSE_DATABASE_URL", libpq("house"));
    person.put("GATEHOUSE_DEMO_DATABASE_URL", libpq("house"));
    person.put("GATEHOUSE_SECRETS_DIR", folder.resolve("shared").toString());
    String port = Objects.requireNonNull(person.get("GATEHOUSE_HTTP_PORT"));

    try (Connection theirs = server.connectAsSuperuser("postgres");
        Statement statement = theirs.createStatement()) {
      statement.execute("CREATE DATABASE house");
    }
    execute("house", "CREATE TABLE precious (it text)");
    assertThat(run(person, "demo", "--once", "--port", port)).isEqualTo(ExitCode.FAILED.number());
    assertThat(text.toString()).contains("holds what the demo did not make");
    execute("house", "INSERT INTO precious VALUES ('still there')");

    person.put("GATEHOUSE_DEMO_DATABASE_URL", libpq("play"));
    for (int round = 0; round < 2; round++) {
      assertThat(run(person, "demo", "--once", "--port", port)).as(text.toString()).isZero();
      assertThat(text.toString()).contains("✓ record").doesNotContain("✗");
    }
    assertThat(tables("play")).isPositive();

    person.put("GATEHOUSE_DATABASE_URL", libpq("play"));
    person.remove("GATEHOUSE_SECRETS_DIR");
    assertThat(run(person, "init")).isEqualTo(ExitCode.FAILED.number());
    assertThat(text.toString()).contains("is the demo's, and every demo empties it");
  }

  private void execute(String database, String sql) throws SQLException {
    try (Connection connection = server.connectAsSuperuser(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private long tables(String database) throws SQLException {
    try (Connection connection = server.connectAsSuperuser(database);
        Statement statement = connection.createStatement();
        ResultSet count =
            statement.executeQuery(
                "SELECT count(*) FROM pg_tables WHERE schemaname = 'gatehouse'")) {
      count.next();
      return count.getLong(1);
    }
  }
}
