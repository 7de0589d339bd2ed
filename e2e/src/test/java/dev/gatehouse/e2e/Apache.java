package dev.gatehouse.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Debian's Apache with {@code mod_auth_openidc}, as an administrator puts it before an application
 * that knows nothing of sign-in: a process of its own with its own files and port. The application
 * behind it shows the headers that it is given.
 */
final class Apache implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/sbin/apache2");
  private static final Path MODULES = Path.of("/usr/lib/apache2/modules");
  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final int port;
  private final Path log;
  private final HttpServer application;
  private final Process process;
  private final Thread ending = Thread.ofPlatform().unstarted(this::end);

  private Apache(int port, Path log, HttpServer application, Process process) {
    this.port = port;
    this.log = log;
    this.application = application;
    this.process = process;
    Runtime.getRuntime().addShutdownHook(ending);
  }

  /** Whether Debian's packages are here; the test is not run where they are not. */
  static void require() {
    assumeTrue(
        Files.isExecutable(PROGRAM) && Files.exists(MODULES.resolve("mod_auth_openidc.so")),
        "missing on this machine: mod_auth_openidc (Debian package libapache2-mod-auth-openidc)");
  }

  /** A port that nobody has; what listens there is known to the provider before it is started. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral(LOOPBACK))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it is reached on that port. */
  static URI address(int port) {
    return URI.create("http://" + LOOPBACK + ":" + port + "/");
  }

  /** Starts it for a confidential client. */
  static Apache start(int port, RealmClient client, String scope) {
    try {
      Path folder =
          Files.createDirectories(Project.target().resolve("apache/" + UUID.randomUUID()));
      HttpServer application =
          HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(LOOPBACK), 0), 0);
      application.createContext("/", Apache::showHeaders);
      application.start();
      Path log = folder.resolve("error.log");
      Path configuration = folder.resolve("httpd.conf");
      Files.writeString(
          configuration,
          configuration(folder, port, application.getAddress().getPort())
              + provider(port, client, scope));
      List<String> command =
          List.of(
              PROGRAM.toString(),
              "-d",
              folder.toString(),
              "-f",
              configuration.toString(),
              "-DFOREGROUND");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      Apache apache = new Apache(port, log, application, process);
      apache.awaitListening();
      return apache;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String configuration(Path folder, int port, int behind) {
    StringBuilder modules = new StringBuilder();
    for (String module :
        List.of(
            "mpm_event",
            "authn_core",
            "authz_core",
            "authz_user",
            "proxy",
            "proxy_http",
            "auth_openidc")) {
      modules.append(
          "LoadModule %s_module %s\n".formatted(module, MODULES.resolve("mod_" + module + ".so")));
    }
    return modules
        + """
        ServerName %1$s
        Listen %1$s:%2$d
        PidFile %3$s/httpd.pid
        DefaultRuntimeDir %3$s
        ErrorLog %3$s/error.log
        LogLevel warn
        StartServers 1
        ThreadsPerChild 8
        MinSpareThreads 1
        MaxSpareThreads 8
        MaxRequestWorkers 8
        ServerLimit 1
        <IfFile "/etc/debian_version">
          User www-data
          Group www-data
        </IfFile>
        ProxyPass / http://%1$s:%4$d/
        <Location />
          AuthType openid-connect
          Require valid-user
        </Location>
        <Location /signed-out>
          AuthType None
          Require all granted
        </Location>
        """
            .formatted(LOOPBACK, port, folder, behind);
  }

  private static String provider(int port, RealmClient client, String scope) {
    String callback = address(port).resolve("/callback").toString();
    return """
    OIDCProviderMetadataURL %s/.well-known/openid-configuration
    OIDCClientID %s
    OIDCClientSecret %s
    OIDCRedirectURI %s
    OIDCScope "%s"
    OIDCPKCEMethod S256
    OIDCCryptoPassphrase %s
    OIDCRemoteUserClaim email
    """
        .formatted(
            client.installation().issuer(client.realm()),
            client.id(),
            client.installation().secret(client.id()),
            callback,
            scope,
            UUID.randomUUID());
  }

  private static void showHeaders(HttpExchange exchange) throws IOException {
    try (exchange) {
      TreeMap<String, List<String>> headers = new TreeMap<>(exchange.getRequestHeaders());
      StringBuilder page = new StringBuilder("<!doctype html><title>Behind Apache</title><pre>\n");
      headers.forEach((name, values) ->
          page.append(name.toLowerCase(java.util.Locale.ROOT))
              .append(": ")
              .append(String.join(", ", values).replace("<", "&lt;"))
              .append('\n'));
      byte[] body = page.append("</pre>\n").toString().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private void awaitListening() {
    Waiting.until(
        "Apache listens",
        PATIENCE,
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError("Apache ended: " + said());
          }
          try (Socket socket = new Socket(InetAddress.ofLiteral(LOOPBACK), port)) {
            return socket.isConnected();
          } catch (IOException notYet) {
            return false;
          }
        });
  }

  /** What it wrote to its log. */
  String said() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(ending);
    end();
  }

  /** Ends it and its children, as its own signal does. */
  private void end() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    application.stop(0);
  }
}
