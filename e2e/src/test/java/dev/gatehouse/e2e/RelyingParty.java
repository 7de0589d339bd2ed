package dev.gatehouse.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.testkit.FormData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An application that is told when a session ends (OpenID Connect Back-Channel Logout §2.5). */
final class RelyingParty implements AutoCloseable {
  static final String HOST = "127.0.0.1";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final BlockingQueue<FormData> told = new LinkedBlockingQueue<>();
  private final HttpServer server;

  private RelyingParty(HttpServer server) {
    this.server = server;
  }

  static RelyingParty start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(HOST), 0), 0);
      RelyingParty party = new RelyingParty(server);
      server.createContext("/backchannel-logout", party::answer);
      server.start();
      return party;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      told.add(FormData.parse(body).add("method", exchange.getRequestMethod()));
      exchange.sendResponseHeaders(200, -1);
    }
  }

  URI logoutUri() {
    return URI.create(
        "http://" + HOST + ":" + server.getAddress().getPort() + "/backchannel-logout");
  }

  /** The next logout token, which came as a form's only field. */
  String awaitLogoutToken() {
    try {
      FormData form = told.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (form == null) {
        throw new AssertionError("nobody said within " + PATIENCE + " that a session ended");
      }
      if (form.entries().size() != 2 || !form.first("method").orElse("").equals("POST")) {
        throw new AssertionError("not as the specification says: " + form);
      }
      return form.first("logout_token").orElseThrow(() -> new AssertionError("said " + form));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  boolean isUntold() {
    return told.isEmpty();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
