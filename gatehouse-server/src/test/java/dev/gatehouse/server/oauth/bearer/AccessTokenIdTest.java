package dev.gatehouse.server.oauth.bearer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokenIdTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "00000000-0000-4000-8000-000000000001",
        "00000000-0000-4000-8000-000000000001.00000000-0000-4000-8000-00000000000",
        "00000000-0000-4000-8000-000000000001.00000000-0000-4000-8000-0000000000022",
        "00000000-0000-4000-8000-00000000000A.00000000-0000-4000-8000-000000000002",
        "00000000-0000-4000-8000-000000000001-00000000-0000-4000-8000-000000000002"
      })
  void parse_anotherForm_isNone(String text) {
    assertThat(AccessTokenId.parse(text)).isEmpty();
  }

  @Test
  void parse_itsText_isTheSame() {
    var id = new AccessTokenId(UUID.randomUUID(), UUID.randomUUID());

    assertThat(AccessTokenId.parse(id.text())).contains(id);
  }
}
