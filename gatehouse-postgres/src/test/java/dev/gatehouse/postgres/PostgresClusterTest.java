package dev.gatehouse.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.postgres.PostgresFailure.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class PostgresClusterTest {

  private static final ClusterSettings UNSAFE = ClusterSettings.unsafeForTestsWithoutFsync();

  private final List<String> progress = new ArrayList<>();
  private Path folder;
  private Path directory;
  private PostgresCluster cluster;

  @BeforeEach
  void chooseDirectory() throws IOException {
    Path target = Files.createDirectories(Path.of("target", "clusters").toAbsolutePath());
    folder = Files.createTempDirectory(target, "c");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    directory = folder.resolve("it's one");
    cluster = PostgresCluster.at(directory, progress::add);
  }

  @AfterEach
  void remove() throws IOException {
    cluster.deleteWithAllData();
    FileTree.delete(folder);
  }

  @Test
  void start_newDirectory_createsAnswersAndStops() throws SQLException {
    assertThat(cluster.status()).isEqualTo(new ClusterStatus.Absent());

    RunningCluster running = cluster.start(ClusterSettings.durable());

    assertThat(running.attached()).isFalse();
    assertThat(cluster.status())
        .isEqualTo(new ClusterStatus.Running(running.pid(), running.port(), true));
    assertThat(setting(running, "server_version_num")).startsWith("18");
    assertThat(setting(running, "server_encoding")).isEqualTo("UTF8");
    assertThat(setting(running, "data_checksums")).isEqualTo("on");
    assertThat(setting(running, "log_timezone")).isEqualTo("UTC");
    for (String durability : List.of("fsync", "synchronous_commit", "full_page_writes")) {
      assertThat(setting(running, durability)).as(durability).isEqualTo("on");
    }
    assertThat(setting(running, "unix_socket_directories")).isEmpty();
    assertThat(setting(running, "listen_addresses")).isEqualTo("127.0.0.1");
    assertThat(
            Asking.ask(
                running, "SELECT datlocprovider::text || datlocale FROM pg_database LIMIT 1"))
        .isEqualTo("bC.UTF-8");

    running.stop();

    assertThat(cluster.status()).isEqualTo(new ClusterStatus.Stopped());
    assertThat(ProcessHandle.of(running.pid()).map(ProcessHandle::isAlive).orElse(false)).isFalse();
    assertThat(cluster.stop()).isFalse();
  }

  @Test
  void start_afterKill9_recoversCommittedRow() throws Exception {
    RunningCluster first = cluster.start(ClusterSettings.durable());
    try (Connection connection = first.connectAsSuperuser("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE kept (word text)");
      statement.execute("INSERT INTO kept VALUES ('still here')");
      killHard(first);
    }

    RunningCluster second = cluster.start(ClusterSettings.durable());

    assertThat(second.attached()).isFalse();
    assertThat(second.pid()).isNotEqualTo(first.pid());
    assertThat(Asking.ask(second, "SELECT word FROM kept")).isEqualTo("still here");
  }

  /** What the process does that is gone before the server. */
  static final class StartAndDie {
    private StartAndDie() {}

    static void main(String[] arguments) {
      PostgresCluster.at(Path.of(arguments[0])).start(UNSAFE);
      Runtime.getRuntime().halt(9);
    }
  }

  @Test
  void start_starterKilled_serverLivesOnInItsOwnSession() throws Exception {
    Process starter =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                StartAndDie.class.getName(),
                directory.toString())
            .inheritIO()
            .start();
    assertThat(starter.waitFor()).isEqualTo(9);

    RunningCluster running = cluster.start(UNSAFE);

    assertThat(running.attached()).isTrue();
    assertThat(Asking.ask(running, "SELECT 'up'")).isEqualTo("up");
    String stat = Files.readString(Path.of("/proc", Long.toString(running.pid()), "stat"));
    // proc_pid_stat(5): state, ppid, pgrp and session follow the name in parentheses.
    assertThat(stat.replaceFirst(".*\\) ", "").split(" ", -1)[3])
        .isEqualTo(Long.toString(running.pid()));
  }

  @Test
  void start_brokenCluster_showsWhatPostgresSaid() throws IOException {
    RunningCluster running = cluster.start(UNSAFE);
    running.stop();
    Files.delete(running.directory().resolve("data/global/pg_control"));

    assertFails(Kind.START_FAILED, "global/pg_control", UNSAFE);
  }

  @Test
  void start_stalePidOfAnotherProgram_starts() throws Exception {
    RunningCluster first = cluster.start(UNSAFE);
    killHard(first);
    Path pidFile = first.directory().resolve("data/postmaster.pid");
    List<String> lines = new ArrayList<>(Files.readAllLines(pidFile));
    lines.set(0, Long.toString(ProcessHandle.current().pid()));
    Files.write(pidFile, lines);
    assertThat(cluster.status()).isEqualTo(new ClusterStatus.Stopped());

    RunningCluster second = cluster.start(UNSAFE);

    assertThat(Asking.ask(second, "SELECT 'up'")).isEqualTo("up");
  }

  @Test
  void start_fourAtOnce_oneProcess() {
    List<RunningCluster> started =
        IntStream.range(0, 4)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> cluster.start(UNSAFE)))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    assertThat(started).extracting(RunningCluster::pid).containsOnly(started.getFirst().pid());
    assertThat(started).filteredOn(one -> !one.attached()).hasSize(1);
  }

  @Test
  void start_portTaken_saysWhich() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      assertThatThrownBy(() -> cluster.start(UNSAFE.withPort(other.getLocalPort())))
          .isInstanceOfSatisfying(
              PostgresFailure.class,
              failure -> {
                assertThat(failure.kind()).isEqualTo(Kind.PORT_TAKEN);
                assertThat(failure.exitCode()).isEqualTo(69);
              })
          .hasMessageContaining("port " + other.getLocalPort() + " on 127.0.0.1 is taken");
    }
  }

  @Test
  void start_diskTooFull_saysHowMuchIsNeeded() {
    assertFails(
        Kind.NO_SPACE,
        "1048576000 MB are needed",
        UNSAFE.withMinimumFreeBytes(1000L * 1024 * 1024 * 1024 * 1024));
  }

  @Test
  void start_otherMajorVersion_refused() throws IOException {
    RunningCluster running = cluster.start(UNSAFE);
    running.stop();
    Files.writeString(running.directory().resolve("data/PG_VERSION"), "16\n");

    assertFails(Kind.OTHER_VERSION, "was made by PostgreSQL 16 and this is PostgreSQL 18", UNSAFE);
  }

  @Test
  void start_foreignFiles_refused() throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("thesis.txt"), "years of work");

    assertFails(Kind.NOT_OURS, "holds files that aren't a cluster's", UNSAFE);

    assertThat(directory.resolve("thesis.txt")).hasContent("years of work");
    FileTree.delete(directory);
  }

  @Test
  void start_durableDataWithoutFsync_refused() {
    cluster.start(ClusterSettings.durable());

    assertFails(Kind.OTHER_DURABILITY, "was made 'durable' and can't be run", UNSAFE);
  }

  @Test
  void start_interruptedCreation_beginsAnew() throws SQLException, IOException {
    RunningCluster first = cluster.start(UNSAFE);
    first.stop();
    Files.move(first.directory().resolve("data"), first.directory().resolve("data.new"));
    Files.delete(first.directory().resolve("data.new/PG_VERSION"));

    assertThat(Asking.ask(cluster.start(UNSAFE), "SELECT 'up'")).isEqualTo("up");
    assertThat(first.directory().resolve("data.new")).doesNotExist();
  }

  @Test
  void log_failedStatement_holdsNoSecret() throws Exception {
    RunningCluster running = cluster.start(UNSAFE);
    assertThatThrownBy(
            () -> Asking.ask(running, "ALTER ROLE nobody_there PASSWORD 'hunter2-in-the-log'"))
        .isInstanceOf(SQLException.class);

    // The collector writes on its own time, but not beyond the server's end.
    running.stop();
    String log = wholeLog(running.directory().resolve("log"));
    assertThat(log).contains("nobody_there").doesNotContain("hunter2-in-the-log");
  }

  private void assertFails(Kind kind, String message, ClusterSettings settings) {
    assertThatThrownBy(() -> cluster.start(settings))
        .isInstanceOfSatisfying(
            PostgresFailure.class, failure -> assertThat(failure.kind()).isEqualTo(kind))
        .hasMessageContaining(message);
  }

  private static void killHard(RunningCluster running) throws Exception {
    ProcessHandle process = ProcessHandle.of(running.pid()).orElseThrow();
    assertThat(process.destroyForcibly()).isTrue();
    process.onExit().get();
  }

  private static String setting(RunningCluster running, String name) throws SQLException {
    return Asking.ask(running, "SHOW " + name);
  }

  private static String wholeLog(Path folder) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        text.append(Files.readString(file));
      }
    }
    return text.toString();
  }
}
