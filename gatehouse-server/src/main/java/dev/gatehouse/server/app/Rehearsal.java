package dev.gatehouse.server.app;

import dev.gatehouse.server.http.Site;
import dev.gatehouse.server.kernel.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that starts, answers itself a few questions that leave nothing behind, and stops: what
 * the JVM watches when it makes an ahead-of-time cache (JEP 514), from which servers then start.
 */
public final class Rehearsal {
  private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
  private static final int ROUNDS = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Rehearsal() {}

  /** Ends with an error when anything went wrong: then there is no cache, and nothing is worse. */
  public static void main(String[] arguments) {
    try {
      rehearse(System.getenv());
    } catch (RuntimeException | IOException | Refusal failed) {
      LOG.warn("no cache for starts: {}", failed.toString());
      // threads of a server that started by half would keep the process
      System.exit(1);
    }
  }

  /**
   * Rehearses beside the server that runs.
   *
   * @param surroundings that server's variables
   */
  static void rehearse(Map<String, String> surroundings) throws IOException, Refusal {
    Map<String, String> environment = new TreeMap<>(surroundings);
    environment.remove("GATEHOUSE_ADMIN_SOCKET");
    environment.put("GATEHOUSE_HTTP_HOST", InetAddress.getLoopbackAddress().getHostAddress());
    environment.put("GATEHOUSE_HTTP_PORT", "0");
    try (GatehouseServer server =
        GatehouseServer.start(Configuration.load(environment), Clock.systemUTC(), environment)) {
      for (int i = 0; i < ROUNDS; i++) {
        visit(server);
      }
    }
  }

  private static void visit(GatehouseServer server) throws IOException {
    ask(server.port(), "localhost", "/health/ready", 200);
    ask(server.port(), "localhost", "/", 404);
    for (Site site : server.sites()) {
      String realm = "/r/" + site.realm();
      for (String page : List.of("/.well-known/openid-configuration", "/oauth2/jwks")) {
        ask(server.port(), site.authority(), realm + page, 200);
      }
    }
  }

  private static void ask(int port, String host, String path, int expected) throws IOException {
    String request =
        "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(path, host);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      if (!answer.startsWith("HTTP/1.1 " + expected + " ")) {
        throw new IOException(path + " was answered: " + answer.lines().findFirst().orElse(""));
      }
    }
  }
}
