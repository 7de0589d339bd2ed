package dev.gatehouse.postgres;

import dev.gatehouse.postgres.PostgresFailure.Kind;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Brings up the server process of a cluster that exists and on which nothing runs. */
final class ServerLaunch {

  private static final int PORT_ATTEMPTS = 5;
  private static final Duration PAUSE = Duration.ofMillis(15);

  private ServerLaunch() {}

  /** Starts the process and waits until it answers, recovery included. */
  static Postmaster launch(
      ClusterDirectory directory, PostgresBinaries binaries, RunAs runAs, ClusterSettings settings)
      throws IOException {
    directory.createFolderFor(directory.log(), runAs);
    directory.writeForPostgres(
        directory.hbaFile(), ClusterConfiguration.hostBasedAuthentication(), runAs);
    String reason = "";
    for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
      int port = reservable(settings.port());
      String configuration =
          ClusterConfiguration.postgresql(settings, port, directory.hbaFile(), directory.log());
      directory.writeForPostgres(directory.configFile(), configuration, runAs);
      directory.writeForLauncher(directory.startLog(), "");
      StartLog log = StartLog.begin(directory);
      Process process = spawn(directory, binaries, runAs);
      Optional<Postmaster> ready = awaitReady(directory, process, settings.startTimeout());
      if (ready.isPresent()) {
        return ready.get();
      }
      reason = log.tail();
      if (!reason.contains("could not bind")) {
        throw new PostgresFailure(
            Kind.START_FAILED,
            "PostgreSQL in %s did not start:\n  %s".formatted(directory.root(), reason));
      }
    }
    throw new PostgresFailure(Kind.PORT_TAKEN, "no port could be had:\n  " + reason);
  }

  /** In a session of its own, so that Ctrl-C or the end of this JVM doesn't end it. */
  private static Process spawn(ClusterDirectory directory, PostgresBinaries binaries, RunAs runAs)
      throws IOException {
    List<String> command =
        List.of(
            "setsid",
            binaries.program("postgres"),
            "-D",
            directory.data().toString(),
            "-c",
            "config_file=" + directory.configFile());
    Process process =
        runAs
            .process(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.startLog().toFile()))
            .start();
    process.getOutputStream().close();
    return process;
  }

  private static Optional<Postmaster> awaitReady(
      ClusterDirectory directory, Process process, Duration timeout) throws IOException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<Postmaster> found = Postmaster.on(directory.data());
      if (found.isPresent() && found.get().ready()) {
        return found;
      }
      if (ended(process)) {
        return Optional.empty();
      }
    }
    throw new PostgresFailure(
        Kind.START_FAILED,
        "PostgreSQL in %s isn't ready after %d s; it may still be recovering, see %s"
            .formatted(directory.root(), timeout.toSeconds(), directory.log()));
  }

  private static boolean ended(Process process) {
    try {
      return process.waitFor(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw PostgresFailure.interrupted(e);
    }
  }

  /** Refuses a port that another program listens on; 0 stands for any. */
  static void requireFree(int wishedPort) throws IOException {
    reservable(wishedPort);
  }

  private static int reservable(int wishedPort) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      InetAddress loopback = InetAddress.ofLiteral(ClusterConfiguration.LOOPBACK);
      socket.bind(new InetSocketAddress(loopback, wishedPort));
      return socket.getLocalPort();
    } catch (BindException e) {
      throw new PostgresFailure(
          Kind.PORT_TAKEN,
          "port %d on %s is taken by another program; choose another one or end that program"
              .formatted(wishedPort, ClusterConfiguration.LOOPBACK),
          e);
    }
  }
}
