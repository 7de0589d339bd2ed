package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.PersonalReading;
import dev.gatehouse.server.audit.LoggedRecord;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** An https issuer behind a proxy that ends TLS, and strangers who pretend to be one. */
@Tag("database")
class TrustedProxyTest {
  private static final String DISCOVERY = Visitor.REALM + "/.well-known/openid-configuration";

  @TempDir private Path folder;

  private static RunningServer server(String issuerBase, String... settings) {
    Map<String, String> all = new HashMap<>();
    all.put("gatehouse.realm-base-url.monitrax", issuerBase);
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    return RunningServer.start(all);
  }

  private static List<String> addresses(RunningServer server) throws IOException {
    String realm = TenantId.ownOf(new RealmId("monitrax")).value().toString();
    return OpenedRecords.of(server, realm).stream()
        .filter(logged -> logged.record().type().equals("session.signed_in"))
        .map(LoggedRecord::personal)
        .map(PersonalReading.Opened.class::cast)
        .map(personal -> String.valueOf(personal.fields().values().get("ip")))
        .toList();
  }

  private static Page failToSignIn(HttpDriver browser) {
    Page page = browser.get(Visitor.REALM + "/sign-in").followAll().expect(200);
    return page.form()
        .submit(Map.of("email", "nobody@example.com", "password", "nine slow trains at dusk"));
  }

  @Test
  void tlsProxy_thatIsTrusted_servesTheHttpsIssuerAndTellsWhoAsks() throws IOException {
    try (TlsProxy proxy = TlsProxy.open(folder);
        RunningServer server =
            server(proxy.base().toString(), "gatehouse.trusted-proxies", "127.0.0.1");
        HttpDriver browser = HttpDriver.at(proxy.base(), server.clock(), proxy.trusting())) {
      proxy.before(server.base().getPort());

      JsonNode metadata = browser.get(DISCOVERY).expect(200).json();
      assertThat(metadata.get("issuer").asString()).isEqualTo(proxy.base() + Visitor.REALM);
      assertThat(metadata.get("token_endpoint").asString()).startsWith(proxy.base() + "/");
      Page page = browser.get(Visitor.REALM + "/sign-in").followAll().expect(200);
      assertThat(page.uri().toString()).startsWith(proxy.base() + "/");
      assertThat(browser.cookies().all())
          .isNotEmpty()
          .allMatch(cookie -> cookie.name().startsWith("__Host-") && cookie.secure());
      failToSignIn(browser);

      // not what the client pretends, and not the proxy's own
      assertThat(addresses(server)).containsExactly(TlsProxy.CLIENT);
    }
  }

  @Test
  void forwardingHeaders_ofAStranger_countForNothing() throws IOException {
    try (RunningServer server = RunningServer.start()) {
      String ours = "localhost:" + server.base().getPort();
      assertThat(status(server, ours)).isEqualTo(200);
      assertThat(status(server, ours, "X-Forwarded-Host: evil.example", "X-Forwarded-Proto: https"))
          .isEqualTo(200);
      assertThat(status(server, "evil.example", "X-Forwarded-Host: " + ours)).isEqualTo(421);
      assertThat(status(server, "evil.example", "Forwarded: host=\"" + ours + "\";proto=http"))
          .isEqualTo(421);
      HttpDriver browser = server.browser();
      failToSignIn(browser);
      assertThat(addresses(server)).containsExactly("127.0.0.1");
    }
  }

  @Test
  void trustedProxy_thatWasAskedForAnotherHostOrWithoutTls_isMisdirected() {
    String issuer = "https://login.example";
    try (RunningServer server = server(issuer, "gatehouse.trusted-proxies", "127.0.0.0/8")) {
      String https = "X-Forwarded-Proto: https";
      assertThat(status(server, "login.example", https)).isEqualTo(200);
      assertThat(status(server, "upstream", "X-Forwarded-Host: login.example", https))
          .isEqualTo(200);
      assertThat(status(server, "login.example", "X-Forwarded-Proto: http")).isEqualTo(421);
      assertThat(status(server, "login.example", "X-Forwarded-Host: evil.example", https))
          .isEqualTo(421);
      // RFC 7239 is not the form that this one's proxies use
      assertThat(status(server, "upstream", "Forwarded: for=203.0.113.7;host=login.example", https))
          .isEqualTo(421);
    }
  }

  @Test
  void forwarded_whereTheProxiesUseIt_isReadAndTheOtherFormIsNot() {
    try (RunningServer server =
        server(
            "https://login.example",
            "gatehouse.trusted-proxies",
            "127.0.0.1",
            "gatehouse.forwarded-by",
            "forwarded")) {
      String forwarded = "Forwarded: for=203.0.113.7;proto=https;host=login.example";
      assertThat(status(server, "upstream", forwarded)).isEqualTo(200);
      assertThat(status(server, "upstream", forwarded, "X-Forwarded-Host: evil.example"))
          .isEqualTo(200);
      assertThat(status(server, "upstream", "X-Forwarded-Host: login.example")).isEqualTo(421);
    }
  }

  private static int status(RunningServer server, String host, String... headers) {
    StringBuilder request = new StringBuilder("GET " + DISCOVERY + " HTTP/1.1\r\n");
    request.append("Host: ").append(host).append("\r\nConnection: close\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    return RawRequest.send(server, request + "\r\n").status();
  }
}
