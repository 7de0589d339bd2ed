package dev.gatehouse.server.page.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "de            |                        | GERMAN",
        "fr de-AT en   |                        | GERMAN",
        "fr            | de                     | GERMAN",
        "en            | de                     | ENGLISH",
        "              | de-CH, en;q=0.8        | GERMAN",
        "              | en;q=0.3, de;q=0.9     | GERMAN",
        "              | de;q=0, en             | ENGLISH",
        "              | fr, it                 | ENGLISH",
        "              | ;;q=x,,                | ENGLISH",
        "              |                        | ENGLISH",
        "'<script>'    | '\"><script>'          | ENGLISH",
      })
  void negotiate_preferences_picksTheFirstKnown(
      @Nullable String uiLocales, @Nullable String header, Language expected) {
    assertThat(Language.negotiate(uiLocales, header)).isEqualTo(expected);
  }

  @Test
  void negotiate_endlessHeader_isIgnored() {
    assertThat(Language.negotiate("de ".repeat(1000), "de,".repeat(1000)))
        .isEqualTo(Language.ENGLISH);
  }
}
