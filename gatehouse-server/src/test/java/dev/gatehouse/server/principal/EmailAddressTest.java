package dev.gatehouse.server.principal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "admin@example.com|admin@example.com",
        "Admin@Example.COM|admin@example.com",
        " admin@example.com |admin@example.com",
        "\u00a0admin@example.com\u3000|admin@example.com",
        "ａｄｍｉｎ＠ｅｘａｍｐｌｅ．ｃｏｍ|admin@example.com",
        "ADMIN@example。com|admin@example.com",
        "first.last+tag@example.com|first.last+tag@example.com",
        "straße@example.com|strasse@example.com",
        "ΟΔΟΣ@example.com|οδοσ@example.com",
        "οδος@example.com|οδοσ@example.com",
        "ju\u0308rgen@example.com|jürgen@example.com",
        "a@bücher.example|a@xn--bcher-kva.example",
        "a@BÜCHER.example|a@xn--bcher-kva.example",
        "ﬁ@example.com|fi@example.com",
        "o'brien@example.com|o'brien@example.com"
      })
  void parse_anySpelling_isOneAddress(String typed, String normalized) {
    assertThat(EmailAddress.parse(typed).map(EmailAddress::normalized)).contains(normalized);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "admin",
        "@example.com",
        "admin@",
        "a@b@example.com",
        "a＠b@example.com",
        "a@localhost",
        "a@example.com.",
        "a@.example.com",
        "a@exa mple.com",
        "a@-example.com",
        "a@exa_mple.com",
        "a@[127.0.0.1]",
        "a b@example.com",
        "a\r\nBcc: b@example.com",
        "a@example.com\r\nBcc: b@evil.example",
        "a\u0000@example.com",
        "a\u2028@example.com",
        "a\u200b@example.com",
        "a\u202e@example.com",
        "\"quoted\"@example.com",
        "a(comment)@example.com",
        "a,b@example.com",
        "a;b@example.com",
        "a:b@example.com",
        "<a@example.com>",
        "A <a@example.com>",
        "a\\b@example.com",
        ".a@example.com",
        "a.@example.com",
        "a..b@example.com",
        "\ud800@example.com",
        "a@\ud800.example.com"
      })
  void parse_malformed_isEmpty(String typed) {
    assertThat(EmailAddress.parse(typed)).isEmpty();
  }

  @Test
  void parse_longerThanAllowed_isEmpty() {
    String domain = "d".repeat(63) + "." + "d".repeat(63) + "." + "d".repeat(57) + ".com";
    assertThat(EmailAddress.parse("a".repeat(64) + "@" + domain)).isPresent();
    assertThat(EmailAddress.parse("a".repeat(65) + "@example.com")).isEmpty();
    assertThat(EmailAddress.parse("a".repeat(64) + "@d" + domain)).isEmpty();
    assertThat(EmailAddress.parse("a@" + "d".repeat(64) + ".com")).isEmpty();
    assertThat(EmailAddress.parse("a".repeat(1_000_000))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Straße@Bücher.example", "ΟΔΟΣ@example.com", "İ@example.com", "ŉ@example.com"})
  void parse_itsOwnNormalForm_changesNothing(String typed) {
    EmailAddress once = EmailAddress.parse(typed).orElseThrow();
    assertThat(EmailAddress.parse(once.normalized())).contains(once);
  }

  @Test
  void address_keepsTheLocalPartAsTyped_forItsMailServer() {
    EmailAddress address = EmailAddress.parse(" First.Last@Example.COM").orElseThrow();
    assertThat(address.address()).isEqualTo("First.Last@example.com");
    assertThat(address).hasToString("[address]");
  }
}
