package dev.gatehouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class MutationsTest {
  private static List<String> texts() {
    List<String> texts = new ArrayList<>();
    Mutations.of("a=b&c=d", "{\"a\":[1,2]}").all(texts::add);
    return texts;
  }

  @Test
  void all_sameSeed_sameTexts_goodOnesFirst() {
    List<String> texts = texts();
    assertThat(texts).hasSizeGreaterThanOrEqualTo(1_000).startsWith("a=b&c=d", "{\"a\":[1,2]}");
    assertThat(texts()).isEqualTo(texts);
    assertThat(new HashSet<>(texts)).hasSizeGreaterThan(texts.size() * 4 / 5);
    assertThat(texts).allMatch(text -> text.length() <= Mutations.LONGEST);
  }

  @Test
  void all_brokenProperty_namesTheText() {
    assertThatThrownBy(
            () -> Mutations.of("good").all(text -> assertThat(text).doesNotContain("\0")))
        .isInstanceOf(AssertionError.class)
        .hasMessageMatching("input \\d+ of seed \\d+: .*\\\\u0000.*");
  }

  @Test
  void atMost_fewer() {
    List<String> texts = new ArrayList<>();
    Mutations.of("good").atMost(7).all(texts::add);
    assertThat(texts).hasSizeGreaterThanOrEqualTo(7).hasSizeLessThanOrEqualTo(texts().size());
  }
}
