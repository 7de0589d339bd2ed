package dev.gatehouse.server.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A proxy that ends TLS and says for whom it asks, as one before the server in production does. */
final class TlsProxy implements AutoCloseable {
  /** From where its clients come, as it says; on one machine they all come from loopback. */
  static final String CLIENT = "203.0.113.7";

  /** What its clients write into the header themselves. */
  private static final String PRETENDED = "198.51.100.1";

  private static final char[] PASSWORD = "changeit".toCharArray();

  private final HttpsServer server;
  private final KeyStore certificate;
  private volatile int behind;

  private TlsProxy(HttpsServer server, KeyStore certificate) {
    this.server = server;
    this.certificate = certificate;
  }

  static TlsProxy open(Path folder) {
    try {
      KeyStore certificate = certificate(folder.resolve("proxy.p12"));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(certificate, PASSWORD);
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(keys.getKeyManagers(), null, null);
      HttpsServer server =
          HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(tls));
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      TlsProxy proxy = new TlsProxy(server, certificate);
      server.createContext("/", proxy::pass);
      server.start();
      return proxy;
    } catch (IOException | GeneralSecurityException | InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static KeyStore certificate(Path file)
      throws IOException, GeneralSecurityException, InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "proxy",
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-dname",
            "CN=localhost",
            "-ext",
            "san=dns:localhost",
            "-storetype",
            "PKCS12",
            "-storepass",
            "changeit",
            "-keystore",
            file.toString());
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keytool.waitFor() != 0) {
      throw new IllegalStateException(said);
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  /** Where it passes requests on to. */
  void before(int port) {
    behind = port;
  }

  /** Where people reach it. */
  URI base() {
    return URI.create("https://localhost:" + server.getAddress().getPort());
  }

  /** TLS of somebody who trusts its certificate and no other. */
  SSLContext trusting() {
    try {
      KeyStore known = KeyStore.getInstance("PKCS12");
      known.load(null, PASSWORD);
      known.setCertificateEntry("proxy", certificate.getCertificate("proxy"));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(known);
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(null, trust.getTrustManagers(), null);
      return tls;
    } catch (GeneralSecurityException | IOException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** What a client says of itself goes first in the list, and what the proxy knows last. */
  private void pass(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    StringBuilder head = new StringBuilder();
    head.append(exchange.getRequestMethod())
        .append(' ')
        .append(exchange.getRequestURI())
        .append(" HTTP/1.1\r\nHost: upstream.internal\r\nConnection: close\r\n");
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          boolean own =
              List.of("host", "connection", "content-length", "upgrade", "http2-settings")
                  .contains(lower);
          if (!own && !lower.startsWith("x-forwarded-")) {
            values.forEach(value -> head.append(name + ": " + value + "\r\n"));
          }
        });
    head.append("X-Forwarded-For: " + PRETENDED + ", " + CLIENT + "\r\n");
    head.append("X-Forwarded-Host: " + exchange.getRequestHeaders().getFirst("Host") + "\r\n");
    head.append("X-Forwarded-Proto: https\r\nContent-Length: " + body.length + "\r\n\r\n");
    try (Socket upstream = new Socket(InetAddress.getLoopbackAddress(), behind)) {
      upstream.getOutputStream().write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
      upstream.getOutputStream().write(body);
      upstream.getOutputStream().flush();
      answer(
          exchange,
          new String(upstream.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1));
    }
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    int end = text.indexOf("\r\n\r\n");
    text.substring(0, end)
        .lines()
        .skip(1)
        .map(line -> line.split(": ", 2))
        .filter(line ->
            !List.of("content-length", "connection").contains(line[0].toLowerCase(Locale.ROOT)))
        .forEach(line -> exchange.getResponseHeaders().add(line[0], line[1]));
    byte[] body = text.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1);
    exchange.sendResponseHeaders(
        Integer.parseInt(text.substring(9, 12)), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
