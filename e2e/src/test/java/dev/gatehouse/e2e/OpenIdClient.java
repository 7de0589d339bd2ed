package dev.gatehouse.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An application that uses the npm package {@code openid-client} as it is, in a process of its own.
 * It tells what happens to it as JSON lines.
 */
final class OpenIdClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Process process;
  private final BufferedReader events;

  private OpenIdClient(Process process) {
    this.process = process;
    this.events = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Starts it; the test is not run where there is no Node.
   *
   * @param settings what the script reads: issuer, clientId, clientSecret, grace
   */
  static OpenIdClient start(Map<String, ?> settings) {
    return start("openid-client.js", settings);
  }

  /** The same with another script. */
  static OpenIdClient start(String script, Map<String, ?> settings) {
    NodePackages.require();
    try {
      Process process =
          new ProcessBuilder("node", script, JSON.writeValueAsString(settings))
              .directory(Project.node().toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      process.getOutputStream().close();
      return new OpenIdClient(process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next thing that happened, which must be this. */
  JsonNode expect(String event) {
    try {
      String line = events.readLine();
      if (line == null) {
        throw new AssertionError("the client ended where '" + event + "' was expected");
      }
      JsonNode told = JSON.readTree(line);
      if (!told.path("event").asString("").equals(event)) {
        throw new AssertionError("expected '" + event + "' and got " + line);
      }
      return told;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** It has said all and ended well. */
  void expectEnd() {
    expect("done");
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          || process.exitValue() != 0) {
        throw new AssertionError("the client did not end well");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** The locked npm packages, installed exactly as locked where they are not yet. */
  static final class NodePackages {
    private NodePackages() {}

    static void require() {
      for (String program : List.of("node", "npm")) {
        assumeTrue(
            isThere(program),
            "missing on this machine: " + program + " (Debian packages nodejs and npm)");
      }
      if (!Files.exists(Project.node().resolve("node_modules/.package-lock.json"))) {
        List<String> install = List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        Command.run(Project.node(), Map.of(), PATIENCE, install).expectDone();
      }
    }

    /** A file of a package. */
    static String read(String file) {
      require();
      Path path = Project.node().resolve("node_modules").resolve(file);
      try {
        return Files.readString(path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static boolean isThere(String program) {
      String path = System.getenv().getOrDefault("PATH", "");
      return List.of(path.split(":", -1)).stream()
          .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
  }
}
