package dev.gatehouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SmallPartsTest {

  @Test
  void advance_clockSeenFromAnotherZone_movesBoth() {
    FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");
    Clock zurich = clock.withZone(ZoneId.of("Europe/Zurich"));

    assertThat(clock.advance(Duration.ofMinutes(5)))
        .isEqualTo(Instant.parse("2026-03-01T12:05:00Z"));

    assertThat(zurich.instant()).isEqualTo(clock.instant());
    assertThat(zurich.getZone()).isEqualTo(ZoneId.of("Europe/Zurich"));
  }

  @Test
  void s256_verifierOfRfc7636AppendixB_itsChallenge() {
    assertThat(Pkce.s256("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").challenge())
        .isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    assertThat(Pkce.s256().verifier()).hasSize(43).isNotEqualTo(Pkce.s256().verifier());
  }

  @Test
  void of_compactJws_readsItsParts() {
    String token = part("{\"alg\":\"ES256\"}") + "." + part("{\"sub\":\"ada\"}") + ".c2ln";

    UnverifiedJwt jwt = UnverifiedJwt.of(token);

    assertThat(jwt.header().get("alg").stringValue()).isEqualTo("ES256");
    assertThat(jwt.claim("sub")).isEqualTo("ada");
    assertThat(jwt.signature()).isEqualTo("c2ln");
    assertThatThrownBy(() -> UnverifiedJwt.of("a.b")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void formData_duplicatesAndOrder_areKept() {
    FormData form = FormData.of("a", "1", "b", "x y&=ü").add("a", "2");

    assertThat(form.encode()).isEqualTo("a=1&b=x+y%26%3D%C3%BC&a=2");
    assertThat(FormData.parse(form.encode())).isEqualTo(form);
    assertThat(form.all("a")).containsExactly("1", "2");
    assertThat(form.set("a", "3").encode()).isEqualTo("a=3&b=x+y%26%3D%C3%BC");
    assertThat(form.without("a").setAll(Map.of("c", "4")).encode())
        .isEqualTo("b=x+y%26%3D%C3%BC&c=4");
  }

  private static String part(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
