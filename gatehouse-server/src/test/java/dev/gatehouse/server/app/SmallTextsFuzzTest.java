package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.login.JourneyId;
import dev.gatehouse.server.page.text.Language;
import dev.gatehouse.server.principal.EmailAddress;
import dev.gatehouse.server.session.Device;
import dev.gatehouse.server.session.Devices;
import dev.gatehouse.server.tenant.TenantSlug;
import dev.gatehouse.testkit.Mutations;
import org.junit.jupiter.api.Test;

/** Small texts that browsers and people send: names, addresses, languages, devices. */
class SmallTextsFuzzTest {
  @Test
  void parse_nearGoodAddresses_isOneSpellingOrNone() {
    Mutations.of(
            "ada@brunner.example", "Ada.B+x@Brünner.example", "\"a b\"@x.example", "a@[1.2.3.4]")
        .all(text ->
            EmailAddress.parse(text)
                .ifPresent(read -> {
                  assertThat(read.address()).doesNotContain("\r", "\n", "\0", ",", ";", "<", ">");
                  assertThat(read.address()).hasSizeLessThanOrEqualTo(320);
                  assertThat(EmailAddress.parse(read.address())).contains(read);
                }));
  }

  @Test
  void parse_nearGoodSlugsAndIds_isOneSpellingOrNone() {
    Mutations.of("acme", "muller-sohne-ag", "0197f2a0-7b1c-7000-8000-0123456789ab")
        .all(text -> {
          TenantSlug.parse(text)
              .ifPresent(slug -> assertThat(TenantSlug.parse(slug.value())).contains(slug));
          assertThat(TenantSlug.suggestedBy(text).value()).matches("[a-z0-9][a-z0-9-]{0,62}");
          JourneyId.parse(text).ifPresent(id -> assertThat(id.toString()).isEqualTo(text));
        });
  }

  @Test
  void negotiate_nearGoodLanguages_isOneOfOurs() {
    Mutations.of("de-CH,de;q=0.9,en;q=0.5,*;q=0.1", "en", "x-private-de, zh-Hant-TW;q=0.000")
        .all(text -> {
          assertThat(Language.negotiate(null, text)).isNotNull();
          assertThat(Language.negotiate(text, null)).isNotNull();
        });
  }

  @Test
  void of_nearGoodUserAgents_isAShortNameOrUnknown() {
    Devices devices = new Devices();
    Mutations.of(
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Mobile/15E148 Safari",
            "curl/8.5.0")
        .atMost(500)
        .all(text -> {
          Device device = devices.of(text);
          assertThat(device.kind()).isNotNull();
          assertThat(device.toString()).doesNotContain("<", ">", "\r", "\n");
        });
  }
}
