package dev.gatehouse.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.Mutations;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever stands in a query, a form or a Cookie header: it is read whole, or refused. */
class RequestPartsFuzzTest {
  private static final int LONGEST_VALUE = 1024;

  @Test
  void decode_nearGoodForms_isReadWholeOrRefused() {
    Mutations.of(
            "grant_type=authorization_code&code=abc-_.~&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcb",
            "email=ada%40brunner.example&password=%C3%BC+%F0%9F%98%80%25&csrf=",
            "resource=https%3A%2F%2Fa.example&resource=https%3A%2F%2Fb.example&&x",
            "scope=openid%20profile&state=" + "s".repeat(500))
        .all(RequestPartsFuzzTest::expectForm);
  }

  @FuzzTest(maxDuration = "60s")
  void decode_anyText_isReadWholeOrRefused(FuzzedDataProvider data) {
    expectForm(data.consumeRemainingAsString());
  }

  private static void expectForm(String text) {
    Map<String, List<String>> read;
    try {
      read = FormDecoder.decode(text, LONGEST_VALUE).multiValued();
    } catch (Refusal refused) {
      return;
    }
    assertThat(read.size()).isLessThanOrEqualTo(64);
    FormData said = FormData.parse(text);
    assertThat(read.values().stream().mapToInt(List::size).sum()).isEqualTo(said.entries().size());
    read.forEach((name, values) -> {
      assertThat(values)
          .isEqualTo(said.all(name))
          .hasSizeLessThan(name.equals("resource") ? 65 : 2);
      assertThat(values)
          .allMatch(value -> value.length() <= LONGEST_VALUE && !value.contains("\0"));
    });
  }

  @Test
  void parse_nearGoodCookies_eachOfOursOnceOrRefused() {
    Mutations.of(
            "__Host-gh-monitrax=abc; other=x; __Host-gh-monitrax-browser=d=e",
            "a=b;__Host-gh-portal=\"quoted\" ; =; __Host-gh-;;")
        .all(RequestPartsFuzzTest::expectCookies);
  }

  @FuzzTest(maxDuration = "60s")
  void parse_anyCookieText_eachOfOursOnceOrRefused(FuzzedDataProvider data) {
    expectCookies(data.consumeRemainingAsString());
  }

  private static void expectCookies(String header) {
    Map<String, String> read;
    try {
      read = Cookies.parse(List.of(header));
    } catch (Refusal twice) {
      return;
    }
    read.forEach((name, value) -> {
      assertThat(name).startsWith("__Host-gh-").doesNotContain(";", "=");
      assertThat(header).contains(name).contains(value);
    });
  }
}
