package dev.gatehouse.benchmarks;

import dev.gatehouse.postgres.ClusterSettings;
import dev.gatehouse.postgres.PostgresCluster;
import dev.gatehouse.testkit.MailCatcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The product in processes of its own, run by its command on a fresh folder. */
final class ServerUnderLoad implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration PAUSE = Duration.ofMillis(5);

  private final Path root;
  private final Path folder;
  private final int port;
  private final Map<String, String> settings;
  private final MailCatcher mail = MailCatcher.start();

  private ServerUnderLoad(Path root, Path folder, int port, Map<String, String> settings) {
    this.root = root;
    this.folder = folder;
    this.port = port;
    this.settings = settings;
  }

  static ServerUnderLoad create(Path root) throws IOException {
    return create(root, Map.of());
  }

  /**
   * @param settings variables beside those that it needs
   */
  static ServerUnderLoad create(Path root, Map<String, String> settings) throws IOException {
    Path scratch = Files.createDirectories(root.resolve("benchmarks/target"));
    try (ServerSocket socket = new ServerSocket(0)) {
      return new ServerUnderLoad(
          root, Files.createTempDirectory(scratch, "var-"), socket.getLocalPort(), settings);
    }
  }

  /**
   * A start.
   *
   * @param time from the start of the server's process to its first answer
   * @param cpu what the process had used by then or a moment later
   */
  record Start(Duration time, Duration cpu) {}

  /** Starts it, on the database as it is. */
  Start start() {
    Process launcher = launch("up");
    Instant answered = awaitAnswer(launcher);
    Duration cpu = ProcessUsage.cpuTime(pid());
    await(launcher, "up");
    Instant began =
        ProcessHandle.of(pid()).flatMap(server -> server.info().startInstant()).orElseThrow();
    return new Start(Duration.between(began, answered), cpu);
  }

  /** Ends the server cleanly and leaves the database running. */
  void stopServer() {
    ProcessHandle server = ProcessHandle.of(pid()).orElseThrow();
    server.destroy();
    server.onExit().join();
  }

  private Instant awaitAnswer(Process launcher) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
            .timeout(Duration.ofSeconds(2))
            .build();
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (System.nanoTime() < deadline && !hasFailed(launcher)) {
        try {
          if (client.send(request, BodyHandlers.discarding()).statusCode() == 200) {
            return Instant.now();
          }
        } catch (IOException notYet) {
          LockSupport.parkNanos(PAUSE.toNanos());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IllegalStateException("the server did not answer; see " + folder);
  }

  /** It ends with 0 as soon as the server is ready, which may be before we have asked. */
  private static boolean hasFailed(Process launcher) {
    return !launcher.isAlive() && launcher.exitValue() != 0;
  }

  private Process launch(String command) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(root.resolve("gatehouse").toString(), command)
              .directory(root.toFile())
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(folder.resolve("launcher.log").toFile()));
      builder.environment().putAll(environment());
      builder.environment().putAll(settings);
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, String> environment() {
    return Map.of(
        "GATEHOUSE_VAR", folder.toString(),
        "GATEHOUSE_HTTP_PORT", String.valueOf(port),
        "GATEHOUSE_BASE_URL", base().toString(),
        "GATEHOUSE_REALM_BASE_URL_OPERATORS", "http://127.0.0.1:" + port,
        "GATEHOUSE_SMTP_HOST", mail.host(),
        "GATEHOUSE_SMTP_PORT", String.valueOf(mail.port()),
        "GATEHOUSE_SMTP_SECURITY", "none",
        "GATEHOUSE_ALLOW_SHARED_ORIGIN", "true");
  }

  private void await(Process process, String command) {
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          || process.exitValue() != 0) {
        throw new IllegalStateException(
            command + " failed:\n" + Files.readString(folder.resolve("launcher.log")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  long pid() {
    return Long.parseLong(read("server.process").split(" ", -1)[0]);
  }

  long databasePid() {
    return PostgresCluster.at(folder.resolve("postgres")).start(ClusterSettings.durable()).pid();
  }

  /** A client's secret, as drawn at the first start. */
  String secret(String name) {
    return read("secrets/" + name).strip();
  }

  private String read(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI base() {
    return URI.create("http://localhost:" + port);
  }

  MailCatcher mail() {
    return mail;
  }

  @Override
  public void close() {
    await(launch("down"), "down");
    if (Files.exists(folder.resolve("postgres"))) {
      PostgresCluster.at(folder.resolve("postgres")).deleteWithAllData();
    }
    mail.close();
    Folders.delete(folder);
  }
}
