package dev.gatehouse.server.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.UnverifiedJwt;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import javax.net.ssl.SSLContext;

/** An application on this machine that is told of logouts and keeps what it was told. */
final class Application implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpServer server;
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  private Application(HttpServer server) {
    this.server = server;
  }

  /** One that answers each logout token with the status that is next. */
  static Application answering(IntSupplier status) {
    try {
      return answering(status, HttpServer.create(loopback(), 0));
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** The same over TLS. */
  static Application answering(IntSupplier status, SSLContext tls) {
    try {
      HttpsServer server = HttpsServer.create(loopback(), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(tls));
      return answering(status, server);
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
  }

  private static Application answering(IntSupplier status, HttpServer server) {
    Application application = new Application(server);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/backchannel", exchange -> application.take(exchange, status));
    server.start();
    return application;
  }

  private void take(HttpExchange exchange, IntSupplier status) throws IOException {
    FormData form =
        FormData.parse(
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    told.add(form.first("logout_token").orElse(""));
    exchange.sendResponseHeaders(status.getAsInt(), -1);
    exchange.close();
  }

  URI logoutUri() {
    return URI.create(
        (server instanceof HttpsServer ? "https" : "http")
            + "://127.0.0.1:"
            + server.getAddress().getPort()
            + "/backchannel");
  }

  /** The next logout token, waited for. */
  String awaitText() {
    try {
      String token = told.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (token == null) {
        throw new AssertionError("the application was not told");
      }
      return token;
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  UnverifiedJwt await() {
    return UnverifiedJwt.of(awaitText());
  }

  int untold() {
    return told.size();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
