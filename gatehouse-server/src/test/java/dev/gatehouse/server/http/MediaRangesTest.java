package dev.gatehouse.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How an {@code Accept} header is read (RFC 9110 §12.5.1). */
class MediaRangesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          text/plain                                    | 1000
          Text/Plain ; charset=utf-8; Q=0.25            | 250
          text/html, text/*;q=0.3, */*;q=0.1            | 300
          text/html, */*;q=0.1                          | 100
          */*, text/plain;q=0                           | 0
          text/plain;q=1.0, text/plain;q=0.2            | 1000
          text/plain;q=2                                | 0
          text/plain;q=0.1234                           | 0
          text/plain;q=0.                               | 0
          application/*                                 | 0
          ,;q=1,,                                       | 0
          """)
  void weight_isOfTheMostSpecificRange(String accept, int weight) {
    assertThat(MediaRanges.parse(accept).weight("text/plain")).isEqualTo(weight);
  }

  @Test
  void names_isByTheTypeItselfAlone() {
    assertThat(MediaRanges.parse("a/b;q=0.001").names("a/b")).isTrue();
    assertThat(MediaRanges.parse("a/*, */*").names("a/b")).isFalse();
    assertThat(MediaRanges.parse("*/*, a/b;q=0.000").names("a/b")).isFalse();
    assertThat(MediaRanges.parse("").names("a/b")).isFalse();
  }
}
