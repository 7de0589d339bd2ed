package dev.gatehouse.server.page.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownTimeTest {
  private static final MessageCatalogue CATALOGUE = MessageCatalogue.load();
  private static final Instant NOW = Instant.parse("2026-11-22T14:03:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-11-22T14:02:01Z | just now          | gerade eben",
        "2026-11-22T14:05:00Z | just now          | gerade eben",
        "2026-11-22T14:02:00Z | 1 minute ago      | vor 1 Minute",
        "2026-11-22T13:04:00Z | 59 minutes ago    | vor 59 Minuten",
        "2026-11-22T12:04:00Z | 1 hour ago        | vor 1 Stunde",
        "2026-11-20T14:03:00Z | 2 days ago        | vor 2 Tagen",
        "2026-03-01T14:03:00Z | 1 March 2026      | 1. März 2026",
      })
  void of_moments_areSaidAsPeopleDo(Instant moment, String english, String german) {
    assertThat(shown(moment, Language.ENGLISH).relative()).isEqualTo(english);
    assertThat(shown(moment, Language.GERMAN).relative()).isEqualTo(german);
  }

  @ParameterizedTest
  @CsvSource({"2026-03-01T09:05:07.123Z,'1. März 2026, 09:05 UTC',2026-03-01T09:05:07Z"})
  void of_moment_keepsTheExactTime(Instant moment, String exact, String machine) {
    assertThat(shown(moment, Language.GERMAN).exact()).isEqualTo(exact);
    assertThat(shown(moment, Language.GERMAN).machine()).isEqualTo(machine);
  }

  private static ShownTime shown(Instant moment, Language language) {
    return ShownTime.of(moment, NOW, CATALOGUE.in(language));
  }
}
