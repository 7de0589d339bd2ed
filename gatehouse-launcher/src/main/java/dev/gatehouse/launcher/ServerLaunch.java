package dev.gatehouse.launcher;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Starts the server as a process of its own and waits until it takes requests. */
final class ServerLaunch {
  private static final String MAIN = "dev.gatehouse.server.app.GatehouseServer";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(40);
  private static final int LAST_LINES = 15;

  private final Surroundings surroundings;
  private final Home home;
  private final ListenAddress listen;

  ServerLaunch(Surroundings surroundings, Home home, ListenAddress listen) {
    this.surroundings = surroundings;
    this.home = home;
    this.listen = listen;
  }

  /**
   * Starts it.
   *
   * @param defaults settings that hold unless the environment says otherwise
   * @return the server, ready
   */
  RunningServer start(Map<String, String> defaults) {
    long logBegins = beginLog();
    Process process = spawn(ServerEnvironment.of(surroundings.environment(), defaults));
    RunningServer server = RunningServer.of(process.toHandle(), listen.reachable());
    server.rememberIn(home.processFile());
    try {
      awaitReady(process, logBegins);
      return server;
    } catch (RuntimeException e) {
      server.stop();
      throw e;
    }
  }

  private long beginLog() {
    PrivateFiles.touch(home.serverLog());
    try {
      return Files.size(home.serverLog());
    } catch (IOException e) {
      throw PrivateFiles.unusable(home.serverLog(), e);
    }
  }

  private Process spawn(Map<String, String> environment) {
    ProcessBuilder builder =
        new ProcessBuilder(command())
            .directory(surroundings.root().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(home.serverLog().toFile()));
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.FAILED, "the server can't be started: " + e.getMessage(), e);
    }
  }

  private List<String> command() {
    List<String> command = java();
    command.addAll(new StartCache(surroundings.built()).options());
    surroundings
        .variable("GATEHOUSE_JAVA_OPTIONS")
        .ifPresent(options -> command.addAll(List.of(options.strip().split("\\s+"))));
    command.addAll(List.of("-cp", classPath(), MAIN));
    return command;
  }

  /** Lean: serial collector, small headers. A cache for starts fits these options alone. */
  private static List<String> java() {
    List<String> command = new ArrayList<>();
    // In a session of its own, so that neither Ctrl-C here nor a closed window ends it there.
    Stream.of("/usr/bin/setsid", "/usr/bin/nohup")
        .filter(program -> Files.isExecutable(Path.of(program)))
        .findFirst()
        .ifPresent(command::add);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-XX:+ExitOnOutOfMemoryError",
            "-Xmx192m",
            "-Xss512k",
            "-Xlog:disable",
            "-Xlog:all=error,cds*=off,aot*=off:stderr",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"));
    return command;
  }

  /** Has later starts be faster, beside the server that runs. */
  void rehearse(Map<String, String> defaults) {
    new StartCache(surroundings.built())
        .makeIfMissing(
            java(), classPath(), ServerEnvironment.of(surroundings.environment(), defaults));
  }

  private String classPath() {
    return PrivateFiles.read(surroundings.built().resolve("server.classpath"));
  }

  private void awaitReady(Process process, long logBegins) {
    HttpRequest request =
        HttpRequest.newBuilder(listen.reachable().resolve("/health/ready"))
            .timeout(Duration.ofSeconds(3))
            .build();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .build()) {
      while (System.nanoTime() < deadline) {
        if (process.waitFor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
          throw ended(process.exitValue(), logBegins);
        }
        if (isReady(client, request)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.FAILED, "interrupted while the server started", e);
    }
    throw new CommandFailure(
        ExitCode.FAILED,
        "the server isn't ready after %d s; its last words, from %s:\n%s"
            .formatted(PATIENCE.toSeconds(), home.serverLog(), lastWords(logBegins)));
  }

  private static boolean isReady(HttpClient client, HttpRequest request)
      throws InterruptedException {
    try {
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private CommandFailure ended(int code, long logBegins) {
    return new CommandFailure(
        ExitCode.FAILED,
        "the server ended with code %d while it started; its last words, from %s:\n%s"
            .formatted(code, home.serverLog(), lastWords(logBegins)));
  }

  private String lastWords(long logBegins) {
    try (var log = Files.newByteChannel(home.serverLog())) {
      log.position(logBegins);
      byte[] text = Channels.newInputStream(log).readAllBytes();
      List<String> lines = new String(text, StandardCharsets.UTF_8).lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    } catch (IOException e) {
      return "(the log can't be read: " + e.getMessage() + ")";
    }
  }
}
