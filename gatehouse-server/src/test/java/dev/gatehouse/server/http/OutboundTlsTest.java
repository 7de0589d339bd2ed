package dev.gatehouse.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.gatehouse.server.crypto.TrustedAuthorities;
import dev.gatehouse.testkit.PrivateAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose certificates are believed when the server calls a client over TLS. */
class OutboundTlsTest {
  @TempDir private Path folder;
  private Optional<HttpsServer> server = Optional.empty();

  @AfterEach
  void stop() {
    server.ifPresent(it -> it.stop(0));
  }

  /** Calls a server that shows what the context has. */
  private OutboundHttp.Response call(SSLContext shown, Optional<Path> trusted)
      throws IOException, OutboundHttp.Failed {
    HttpsServer https =
        HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server = Optional.of(https);
    https.setHttpsConfigurator(new HttpsConfigurator(shown));
    https.createContext(
        "/",
        exchange -> {
          byte[] body = "{}".getBytes(StandardCharsets.US_ASCII);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    https.start();
    URI url = URI.create("https://127.0.0.1:" + https.getAddress().getPort() + "/");
    try (OutboundHttp outbound =
        new OutboundHttp(
            new OutboundRules(Set.of("127.0.0.1")), TrustedAuthorities.with(trusted)::context)) {
      return outbound.get(url);
    }
  }

  @Test
  void call_toAServerOfANamedAuthority_isAnswered() throws Exception {
    PrivateAuthority authority = PrivateAuthority.in(folder);
    SSLContext shown = authority.serving("ip:127.0.0.1");
    assertThat(call(shown, Optional.of(authority.pem())).body()).isEqualTo("{}");
  }

  @Test
  void call_toAServerOfAnAuthorityNobodyNamed_fails() throws IOException {
    SSLContext shown = PrivateAuthority.in(folder).serving("ip:127.0.0.1");
    Path other = Files.createDirectory(folder.resolve("other"));
    Path named = PrivateAuthority.in(other).pem();
    assertThatThrownBy(() -> call(shown, Optional.empty())).isInstanceOf(OutboundHttp.Failed.class);
    stop();
    assertThatThrownBy(() -> call(shown, Optional.of(named)))
        .isInstanceOf(OutboundHttp.Failed.class);
  }

  @Test
  void call_toAServerOfAnotherName_fails() {
    PrivateAuthority authority = PrivateAuthority.in(folder);
    SSLContext shown = authority.serving("dns:other.example");
    assertThatThrownBy(() -> call(shown, Optional.of(authority.pem())))
        .isInstanceOf(OutboundHttp.Failed.class);
  }
}
