package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code docs/errors.md} says what the reasons say, and the messages keep their grammar. */
class ErrorReferenceTest {
  @Test
  void errorReference_isGeneratedFromTheReasons() throws IOException {
    StringBuilder page =
        new StringBuilder(
            """
            # Errors

            Generated from `Reason`; not edited by hand. The code and the message go on the wire; the reason stands
            only in records and logs. Several reasons share one answer where telling them apart would help an attacker.

            | reason | status | code | message | recorded |
            |---|---|---|---|---|
            """);
    for (Reason reason : Reason.values()) {
      page.append(
          "| `%s` | %d | `%s` | %s | %s |%n"
              .formatted(
                  reason.id(),
                  reason.code().status(),
                  reason.code().wire(),
                  reason.publicMessage(),
                  switch (reason.recording()) {
                    case EACH -> "each";
                    case AUTHENTICATED -> "each of an authenticated caller, else counted";
                    case COUNTED -> "counted";
                    case NONE -> "no";
                  }));
    }
    GoldenFile.check("docs/errors.md", page.toString());
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void message_startsLowAndEndsWithoutFullStop(Reason reason) {
    String message = reason.publicMessage();
    assertThat(message)
        .isNotBlank()
        .doesNotEndWith(".")
        .doesNotContain("Exception", "java", "null");
    assertThat(Character.isUpperCase(message.charAt(0))).isFalse();
  }

  @Test
  void refusal_quotesTheSendersWordsWithoutControlCharacters() {
    Refusal refusal = Refusal.of(Reason.PARAMETER_UNKNOWN, "a\r\nSet-Cookie: x\u001b[31m\u2028\"é");
    assertThat(refusal.publicMessage()).endsWith(": \"a??Set-Cookie: x?[31m???\"");
  }
}
