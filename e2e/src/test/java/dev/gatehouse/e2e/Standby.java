package dev.gatehouse.e2e;

import dev.gatehouse.postgres.RunningCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A second PostgreSQL that streams what a cluster writes. The cluster acknowledges no commit before
 * the standby has it, so what was answered survives the loss of either.
 */
final class Standby implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final RunningCluster primary;
  private final Path data;
  private final int port;
  private final Process process;

  private Standby(RunningCluster primary, Path data, int port, Process process) {
    this.primary = primary;
    this.data = data;
    this.port = port;
    this.process = process;
  }

  /** Copies a running cluster, follows it, and returns when commits wait for the copy. */
  static Standby of(RunningCluster primary) {
    try (Connection connection = primary.connectAsSuperuser("postgres");
        Statement statement = connection.createStatement()) {
      Path hba = Path.of(setting(statement, "hba_file"));
      Files.writeString(
          hba, "host replication postgres 127.0.0.1/32 scram-sha-256\n", StandardOpenOption.APPEND);
      statement.execute("SELECT pg_reload_conf()");
      Path data = copy(statement);
      int port = freePort();
      Path configuration = Path.of(setting(statement, "config_file"));
      Standby standby = new Standby(primary, data, port, start(primary, data, port, configuration));
      standby.awaitAnswer();
      Files.writeString(
          configuration, "synchronous_standby_names = 'standby'\n", StandardOpenOption.APPEND);
      statement.execute("SELECT pg_reload_conf()");
      Waiting.until(
          "commits wait for the standby",
          PATIENCE,
          () ->
              standby
                  .ask(
                      primary.port(),
                      "SELECT coalesce(max(sync_state), '') FROM pg_stat_replication")
                  .equals("sync"));
      return standby;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A base backup by hand: the binaries at hand have no program for it. */
  private static Path copy(Statement statement) throws SQLException, IOException {
    Path source = Path.of(setting(statement, "data_directory"));
    Path target = source.resolveSibling("standby");
    statement.execute("SELECT pg_backup_start('standby', true)");
    run(List.of("cp", "-a", source.toString(), target.toString()));
    String label;
    try (ResultSet stop = statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
      stop.next();
      label = stop.getString(1);
    }
    Files.delete(target.resolve("postmaster.pid"));
    try (Stream<Path> segments = Files.list(target.resolve("pg_wal"))) {
      for (Path segment : segments.filter(Files::isRegularFile).toList()) {
        Files.delete(segment);
      }
    }
    for (String file : List.of("backup_label", "standby.signal")) {
      Path written =
          Files.writeString(target.resolve(file), file.equals("backup_label") ? label : "");
      Files.setAttribute(written, "unix:uid", Files.getAttribute(source, "unix:uid"));
    }
    return target;
  }

  private static Process start(RunningCluster primary, Path data, int port, Path configuration)
      throws IOException {
    Object uid = Files.getAttribute(data, "unix:uid");
    List<String> command = new ArrayList<>();
    if (!uid.equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
      command.addAll(
          List.of(
              "setpriv",
              "--reuid=" + uid,
              "--regid=" + Files.getAttribute(data, "unix:gid"),
              "--clear-groups"));
    }
    command.add(Files.readSymbolicLink(Path.of("/proc/" + primary.pid() + "/exe")).toString());
    command.addAll(List.of("-D", data.toString()));
    for (String setting :
        List.of(
            "config_file=" + configuration,
            "port=" + port,
            "logging_collector=off",
            "synchronous_standby_names=",
            "primary_conninfo=host=%s port=%d user=%s password=%s application_name=standby"
                .formatted(
                    primary.host(),
                    primary.port(),
                    primary.superuser().name(),
                    primary.superuser().password()))) {
      command.addAll(List.of("-c", setting));
    }
    return new ProcessBuilder(command)
        .directory(Path.of("/").toFile())
        .redirectErrorStream(true)
        .redirectOutput(Project.target().resolve("standby.log").toFile())
        .start();
  }

  int port() {
    return port;
  }

  /** Kills the primary, as a power cut does, and takes its place. */
  void takeOver() {
    ProcessHandle postmaster = ProcessHandle.of(primary.pid()).orElseThrow();
    List<ProcessHandle> all =
        Stream.concat(postmaster.descendants(), Stream.of(postmaster)).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle ended : all) {
      ended.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }
    ask(port, "SELECT pg_promote()");
    Waiting.until(
        "the standby is the primary",
        PATIENCE,
        () -> ask(port, "SELECT pg_is_in_recovery()").equals("f"));
  }

  private void awaitAnswer() {
    Waiting.until(
        "the standby answers",
        PATIENCE,
        () -> {
          try {
            return ask(port, "SELECT pg_is_in_recovery()").equals("t");
          } catch (IllegalStateException notYet) {
            return false;
          }
        });
  }

  private String ask(int server, String sql) {
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/postgres".formatted(primary.host(), server),
                primary.superuser().name(),
                primary.superuser().password());
        Statement statement = connection.createStatement()) {
      return answer(statement, sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String setting(Statement statement, String name) throws SQLException {
    return answer(statement, "SHOW " + name);
  }

  private static String answer(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }

  private static void run(List<String> command) {
    Command.run(Path.of("/"), java.util.Map.of(), PATIENCE, command).expectDone();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    run(List.of("rm", "-rf", data.toString()));
  }
}
