package dev.gatehouse.launcher;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.testkit.CaughtMail;
import dev.gatehouse.testkit.MailCatcher;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The mails of the demo as pages on loopback: a list and each mail's text, without a script. */
final class Mailbox implements AutoCloseable {
  private static final Pattern MAIL = Pattern.compile("/mail/([0-9]{1,6})");
  private static final String LOOPBACK = "127.0.0.1";

  private final MailCatcher catcher;
  private final HttpServer server;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

  private Mailbox(MailCatcher catcher, HttpServer server) {
    this.catcher = catcher;
    this.server = server;
  }

  /**
   * @param port 0 for any free one
   */
  static Mailbox open(MailCatcher catcher, int port) {
    try {
      InetAddress loopback = InetAddress.ofLiteral(LOOPBACK);
      Mailbox mailbox =
          new Mailbox(catcher, HttpServer.create(new InetSocketAddress(loopback, port), 0));
      mailbox.server.setExecutor(mailbox.workers);
      mailbox.server.createContext("/", mailbox::answer);
      mailbox.server.start();
      return mailbox;
    } catch (BindException e) {
      throw new CommandFailure(
          ExitCode.TAKEN,
          "port %d is taken by another program; choose another one with --mail-port"
              .formatted(port),
          e);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.FAILED, "the mailbox page can't be opened: " + e.getMessage(), e);
    }
  }

  URI address() {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      Matcher mail = MAIL.matcher(path);
      if (!isForUs(exchange)) {
        send(exchange, 421, "text/plain", "this is the mailbox of a demo on this machine");
      } else if (!exchange.getRequestMethod().equals("GET")) {
        send(exchange, 405, "text/plain", "mails can only be read here");
      } else if (path.equals("/")) {
        // A mailbox that is left open shows what comes in.
        exchange.getResponseHeaders().set("Refresh", "5");
        send(exchange, 200, "text/html", MailboxPages.list(catcher.all()));
      } else if (path.equals("/mailbox.css")) {
        send(exchange, 200, "text/css", stylesheet());
      } else if (mail.matches() && Integer.parseInt(mail.group(1)) < catcher.all().size()) {
        List<CaughtMail> all = catcher.all();
        send(
            exchange,
            200,
            "text/html",
            MailboxPages.mail(all.get(Integer.parseInt(mail.group(1)))));
      } else {
        send(exchange, 404, "text/plain", "there is no such mail");
      }
    }
  }

  /** A page elsewhere could make a browser ask by a name of its own (DNS rebinding). */
  private boolean isForUs(HttpExchange exchange) {
    int port = server.getAddress().getPort();
    String host = exchange.getRequestHeaders().getFirst("Host");
    return host != null && Set.of("localhost:" + port, LOOPBACK + ":" + port).contains(host);
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    exchange
        .getResponseHeaders()
        .set(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none';"
                + " frame-ancestors 'none'");
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    // The link of a mail must not tell where it was read.
    exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private static String stylesheet() throws IOException {
    try (InputStream in = Mailbox.class.getResourceAsStream("mailbox.css")) {
      if (in == null) {
        throw new IllegalStateException("built without mailbox.css");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    workers.close();
  }
}
