package dev.gatehouse.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.server.crypto.TrustedAuthorities;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses that others name lead to public places alone, whatever they are spelled like. */
class OutboundRulesTest {
  private final OutboundRules rules = new OutboundRules(Set.of("127.0.0.1"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.com/keys",
        "https://example.com:8443/keys?a=b",
        "https://93.184.216.34/",
        "http://127.0.0.1:8080/told",
        "https://[2606:2800:220:1:248:1893:25c8:1946]/"
      })
  void problem_publicOrTrusted_hasNone(String url) {
    assertThat(rules.problem(URI.create(url))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com/keys",
        "https://localhost/",
        "https://db.localhost/",
        "https://printer.local/",
        "https://metadata.google.internal/",
        "https://intranet/",
        "https://user:secret@example.com/",
        "https://example.com/#part",
        "https://127.0.0.2/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0177.0.0.1/",
        "https://10.0.0.1/",
        "https://100.64.0.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://172.16.0.1/",
        "https://192.168.1.1/",
        "https://0.0.0.0/",
        "https://224.0.0.1/",
        "https://[::1]/",
        "https://[::]/",
        "https://[fd00::1]/",
        "https://[fe80::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "https://[2001:db8::1]/",
        "file:///etc/passwd",
        "jar:https://example.com/a.jar!/",
        "/keys"
      })
  void problem_localOrOtherwise_isNamed(String url) {
    assertThat(rules.problem(URI.create(url))).isPresent();
  }

  @Test
  void connection_isJudgedByTheAddressThatANameLeadsTo() throws Exception {
    InetAddress loopback = InetAddress.getByAddress("example.com", new byte[] {127, 0, 0, 1});
    InetAddress open =
        InetAddress.getByAddress("example.com", new byte[] {93, (byte) 184, (byte) 216, 34});
    assertThat(rules.mayConnect("example.com", loopback)).isFalse();
    assertThat(rules.mayConnect("example.com", open)).isTrue();
    assertThat(rules.mayConnect("127.0.0.1", loopback)).isTrue();
  }

  @Test
  void calls_followNoRedirect_readNoEndlessAnswer_andReachNoOtherHost() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    server.createContext(
        "/redirect",
        exchange -> {
          exchange.getResponseHeaders().add("Location", base + "/inside");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.createContext(
        "/inside",
        exchange -> {
          inside.incrementAndGet();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.createContext(
        "/large",
        exchange -> {
          exchange.sendResponseHeaders(200, 1_000_000);
          exchange.getResponseBody().write(new byte[1_000_000]);
          exchange.close();
        });
    server.start();
    try (OutboundHttp outbound =
        new OutboundHttp(rules, TrustedAuthorities.with(Optional.empty())::context)) {
      assertThat(outbound.get(base.resolve("/redirect")).status()).isEqualTo(302);
      assertThat(inside).hasValue(0);
      assertThat(outbound.post(base.resolve("/inside"), Map.of("a", "b c")).status())
          .isEqualTo(200);
      assertThatThrownBy(() -> outbound.get(base.resolve("/large")))
          .isInstanceOf(OutboundHttp.Failed.class);
      assertThatThrownBy(() -> outbound.get(URI.create("https://localhost/")))
          .isInstanceOf(OutboundHttp.Failed.class);
    } finally {
      server.stop(0);
    }
  }
}
