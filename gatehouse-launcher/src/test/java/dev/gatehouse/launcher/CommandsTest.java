package dev.gatehouse.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Exit codes and words of the commands, and what they leave on the disk. */
class CommandsTest {
  private final StringWriter text = new StringWriter();
  private final Map<String, String> environment = new HashMap<>();

  @TempDir private Path folder;

  private Home home() {
    return surroundings().home();
  }

  private Surroundings surroundings() {
    environment.putIfAbsent("GATEHOUSE_VAR", folder.resolve("var").toString());
    return Surroundings.of(Bash.ROOT, folder.resolve("built"), environment);
  }

  private int run(String... arguments) {
    CommandLine line = Gatehouse.commandLine(surroundings());
    PrintWriter writer = new PrintWriter(text, true);
    line.setOut(writer);
    line.setErr(writer);
    return line.execute(arguments);
  }

  @AfterEach
  void stopWhatRuns() {
    dev.gatehouse.postgres.PostgresCluster.at(home().postgres()).deleteWithAllData();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "up --port x",
        "up --port 70000",
        "up --fly",
        "audit",
        "audit tail -n -1",
        "keys revoke",
        "keys list --fly",
        "register token",
        "register token portal --expires soon",
        "tenants list",
        "tenants create portal Acme",
        "tenants delete portal"
      })
  void wrongUse_endsWithTwo(String arguments) {
    assertThat(run(arguments.split(" ", -1))).isEqualTo(2);
  }

  @Test
  void up_portTaken_endsWithFourAndNamesIt() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      int code = run("up", "--port", Integer.toString(taken.getLocalPort()));
      assertThat(code).isEqualTo(4);
      assertThat(text.toString())
          .contains("port " + taken.getLocalPort() + " on 127.0.0.1 is taken", "--port");
    }
  }

  @Test
  void up_runningAlready_endsWithFourAndSaysWhere() {
    PrivateFiles.folder(home().var());
    RunningServer.of(ProcessHandle.current(), URI.create("http://127.0.0.1:8080"))
        .rememberIn(home().processFile());
    assertThat(run("up")).isEqualTo(4);
    assertThat(text.toString()).contains("runs already at http://127.0.0.1:8080");
  }

  @Test
  void anyCommand_besideAnother_endsWithFour() {
    try (HomeLock _ = HomeLock.take(home())) {
      assertThat(run("init")).isEqualTo(4);
    }
    assertThat(text.toString()).contains("another gatehouse command works in");
  }

  @Test
  void down_whenNothingRuns_saysSo() {
    assertThat(run("down")).isZero();
    assertThat(text.toString()).contains("nothing runs");
  }

  @Test
  void apply_whenNoServerRuns_saysWhatToDo() {
    assertThat(run("apply", "--dry-run")).isEqualTo(1);
    assertThat(text.toString()).contains("no server listens on", "./gatehouse up starts one");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keys list",
        "keys rotate --realm portal",
        "keys revoke x --yes",
        "keys rehearse",
        "register token portal",
        "tenants list portal",
        "tenants create portal Acme --owner ada@example.com",
        "tenants show portal acme",
        "tenants delete portal acme --yes"
      })
  void commandOfTheServer_whenNoneRuns_saysWhatToDo(String arguments) {
    assertThat(run(arguments.split(" ", -1))).isEqualTo(1);
    assertThat(text.toString()).contains("no server listens on", "./gatehouse up starts one");
  }

  @Test
  void apply_fileThatIsNotThere_isWrongUse() {
    assertThat(run("apply", folder.resolve("none.yaml").toString())).isEqualTo(2);
  }

  @Test
  void audit_withoutInstallation_saysWhatToDo() {
    assertThat(run("audit", "tail")).isEqualTo(1);
    assertThat(text.toString()).contains("./gatehouse init makes one");
  }

  @Test
  void init_databaseDown_endsWithSix() {
    environment.put("GATEHOUSE_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/gatehouse");
    environment.put("GATEHOUSE_DATABASE_SUPERUSER", "postgres");
    assertThat(run("init")).isEqualTo(6);
    assertThat(text.toString()).contains("can't be reached");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql://x/y", "jdbc:postgresql://user:pass@host/db", "localhost"})
  void init_urlThatIsNone_isWrongUse(String url) {
    environment.put("GATEHOUSE_DATABASE_URL", url);
    assertThat(run("init")).isEqualTo(2);
  }

  @Test
  void init_masterKeyOthersMayRead_isRefused() throws IOException {
    assertThat(run("init", "--help")).isZero();
    PrivateFiles.folder(home().var());
    PrivateFiles.folder(home().secrets());
    Files.writeString(home().masterKey(), "A".repeat(64));
    Files.setPosixFilePermissions(
        home().masterKey(), java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
    // Before any database is touched.
    environment.put("GATEHOUSE_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/gatehouse");
    assertThat(run("init")).isEqualTo(1);
    assertThat(text.toString()).contains("master-key", "chmod 600");
  }

  @Test
  @Tag("database")
  void init_twice_changesNothing() throws IOException {
    assertThat(run("init")).as(text.toString()).isZero();
    Map<Path, String> before = secrets();
    assertThat(before).hasSizeGreaterThan(3);
    assertThat(run("init")).as(text.toString()).isZero();
    assertThat(secrets()).isEqualTo(before);
    assertThat(text.toString()).containsOnlyOnce("schema brought forward");

    Files.delete(home().masterKey());
    assertThat(run("init")).isEqualTo(1);
    assertThat(text.toString()).contains("is gone", "put it back");
  }

  /** Every file below {@code secrets} and {@code migrator}, all closed to others. */
  private Map<Path, String> secrets() throws IOException {
    Map<Path, String> contents = new HashMap<>();
    for (Path parent : new Path[] {home().secrets(), home().migratorSecrets()}) {
      assertThat(mode(parent)).isEqualTo("rwx------");
      try (var files = Files.list(parent)) {
        for (Path file : files.toList()) {
          assertThat(mode(file)).as(file.toString()).isEqualTo("rw-------");
          contents.put(file, Files.readString(file));
        }
      }
    }
    return contents;
  }

  private static String mode(Path path) throws IOException {
    return java.nio.file.attribute.PosixFilePermissions.toString(
        Files.getPosixFilePermissions(path));
  }
}
