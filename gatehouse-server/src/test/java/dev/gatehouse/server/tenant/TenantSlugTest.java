package dev.gatehouse.server.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantSlugTest {
  @ParameterizedTest
  @CsvSource({
    "Acme,acme",
    "Müller & Söhne AG,muller-sohne-ag",
    "Große Straße,grosse-strasse",
    "  ..Acme..  ,acme",
    "'42, Inc.',42-inc",
    "日本,organisation",
    "../../etc/passwd,etc-passwd"
  })
  void suggestedBy_name_isReadable(String name, String slug) {
    assertThat(TenantSlug.suggestedBy(name)).hasToString(slug);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "-", "é", "x y", "İ"})
  void suggestedBy_anyLongName_isASlug(String piece) {
    assertThat(TenantSlug.suggestedBy(piece.repeat(500)).value())
        .matches("[a-z0-9][a-z0-9-]{0,47}")
        .doesNotEndWith("-");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a b", "a/b", "ä", "a.b", "a_b"})
  void parse_notASlug_isEmpty(String text) {
    assertThat(TenantSlug.parse(text)).isEmpty();
  }
}
