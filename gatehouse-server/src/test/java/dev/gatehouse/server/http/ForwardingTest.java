package dev.gatehouse.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks through proxies: a row a header that somebody may send. */
class ForwardingTest {
  private static final List<String> TRUSTED =
      List.of("10.1.0.0/16", "2001:db8:1::/48", "127.0.0.1");

  /** Headers as {@code Name: value}, in order. */
  private static Forwarding.Asker ask(String form, String peer, String... lines) {
    return Forwarding.of(TRUSTED, form)
        .asker(
            peer,
            name -> {
              List<String> values = new ArrayList<>();
              for (String line : lines) {
                String[] parts = line.split(": ", 2);
                if (parts[0].toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
                  values.add(parts[1]);
                }
              }
              return values;
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "198.51.100.9     | 203.0.113.7                          | 198.51.100.9",
        "10.2.0.1         | 203.0.113.7                          | 10.2.0.1",
        "10.1.2.3         | 203.0.113.7                          | 203.0.113.7",
        "[2001:db8:1::5]  | 203.0.113.7                          | 203.0.113.7",
        "2001:db8:2::5    | 203.0.113.7                          | 2001:db8:2::5",
        "10.1.2.3         | 198.51.100.1, 203.0.113.7            | 203.0.113.7",
        "10.1.2.3         | 198.51.100.1, 203.0.113.7, 10.1.9.9  | 203.0.113.7",
        "10.1.2.3         | 203.0.113.7:4711                     | 203.0.113.7",
        "10.1.2.3         | [2001:db8:9::1]:4711                 | 2001:db8:9:0:0:0:0:1",
        "10.1.2.3         | 2001:db8:9::1                        | 2001:db8:9:0:0:0:0:1",
        "10.1.2.3         | ::ffff:203.0.113.7                   | 203.0.113.7",
        "10.1.2.3         | 10.1.4.4, 10.1.5.5                   | 10.1.4.4",
        "10.1.2.3         | 198.51.100.1, unknown                | 10.1.2.3",
        "10.1.2.3         | 198.51.100.1, evil.example           | 10.1.2.3",
        "10.1.2.3         | 198.51.100.1, 203.0.113.999          | 10.1.2.3",
        "10.1.2.3         | 203.0.113.7, fe80::1%eth0            | 10.1.2.3",
        "10.1.2.3         | 203.0.113.7,                         | 10.1.2.3",
      })
  void xForwardedFor_countsFromTheNearestProxyOutwards(String peer, String header, String address) {
    assertThat(ask("x-forwarded", peer, "X-Forwarded-For: " + header).address()).isEqualTo(address);
  }

  @Test
  void xForwardedFor_inSeveralLines_isOneList() {
    assertThat(
            ask(
                    "x-forwarded",
                    "10.1.2.3",
                    "X-Forwarded-For: 198.51.100.1",
                    "X-Forwarded-For: 203.0.113.7, 10.1.9.9")
                .address())
        .isEqualTo("203.0.113.7");
  }

  @Test
  void hostAndProto_ofATrustedProxyAlone() {
    String[] said = {
      "X-Forwarded-For: 203.0.113.7",
      "X-Forwarded-Host: Login.Example",
      "X-Forwarded-Proto: HTTPS",
      "Forwarded: for=198.51.100.1;host=evil.example;proto=http"
    };
    assertThat(ask("x-forwarded", "127.0.0.1", said))
        .isEqualTo(
            new Forwarding.Asker(
                "203.0.113.7", Optional.of("login.example"), Optional.of("https")));
    assertThat(ask("x-forwarded", "127.0.0.2", said))
        .isEqualTo(new Forwarding.Asker("127.0.0.2", Optional.empty(), Optional.empty()));
  }

  @Test
  void strangersWords_beforeTheProxys_areNotRead() {
    Forwarding.Asker asker =
        ask(
            "x-forwarded",
            "10.1.2.3",
            "X-Forwarded-For: 198.51.100.1, 203.0.113.7",
            "X-Forwarded-Host: evil.example, login.example",
            "X-Forwarded-Proto: http, https");
    assertThat(asker.host()).contains("login.example");
    assertThat(asker.scheme()).contains("https");
  }

  @Test
  void forwarded_rfc7239_isReadWhereItIsTheProxysForm() {
    Forwarding.Asker asker =
        ask(
            "forwarded",
            "10.1.2.3",
            "Forwarded: for=198.51.100.1;proto=http;host=evil.example",
            "Forwarded: For=\"[2001:db8:9::1]:4711\";Proto=https;host=\"login.example:8443\";by=_p,"
                + " for=10.1.7.7;proto=http",
            "X-Forwarded-For: 198.51.100.2",
            "X-Forwarded-Host: evil.example");
    assertThat(asker)
        .isEqualTo(
            new Forwarding.Asker(
                "2001:db8:9:0:0:0:0:1", Optional.of("login.example:8443"), Optional.of("https")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for=\"203.0.113.7",
        "for=203.0.113.7;for=198.51.100.1",
        "for=203.0.113.7;",
        "for",
        "for=2001:db8::1",
        "for=_hidden",
        "for=unknown",
        "for=\"203.0.113.7\"x",
        "=203.0.113.7",
        "",
      })
  void forwarded_malformedOrHidden_saysNothing(String header) {
    assertThat(ask("forwarded", "10.1.2.3", "Forwarded: " + header).address())
        .isEqualTo("10.1.2.3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "proxy.example",
        "10.1.0.0/33",
        "10.1.0.0/0",
        "0.0.0.0/0",
        "::/0",
        "10.1.2.3/16",
        "10.1",
        "10.1.0.0/x",
        "",
        "10.1.0.0/16/2",
        "2001:db8::/129",
      })
  void network_thatIsNoneOrEverybody_isRefused(String text) {
    assertThatThrownBy(() -> Forwarding.of(List.of(text), "x-forwarded"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("trusted-proxies");
  }

  @Test
  void form_thatIsNone_isRefused() {
    assertThatThrownBy(() -> Forwarding.of(List.of(), "both"))
        .hasMessageContaining("forwarded-by is \"both\"");
  }
}
