package dev.gatehouse.server.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.crypto.PasswordText.Flaw;
import dev.gatehouse.server.crypto.PasswordText.Malformed;
import dev.gatehouse.server.crypto.PasswordText.Ok;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.testkit.Attack;
import java.text.Normalizer;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordTextTest {
  private static final Argon2Parameters SMALL = new Argon2Parameters(64, 1, 1);

  private static PasswordText password(String typed) {
    return ((Ok) PasswordText.normalise(Secret.of(typed))).password();
  }

  private static PasswordHasher hasher() {
    return new PasswordHasher(
        new Csprng(CryptoProviders.jdk()),
        new PasswordHasher.Bounds(2, 8, Duration.ofSeconds(5)),
        PasswordTextTest::noTransaction);
  }

  private static void noTransaction() {}

  static Stream<Arguments> malformed() {
    return Stream.of(
        Arguments.of("", Flaw.EMPTY),
        Arguments.of("a".repeat(129), Flaw.TOO_LONG),
        Arguments.of("🐎".repeat(129), Flaw.TOO_LONG),
        Arguments.of("a".repeat(1_000_000), Flaw.TOO_LONG),
        Arguments.of("correct horse\u0000battery", Flaw.NUL),
        Arguments.of("correct horse \ud83d", Flaw.LONE_SURROGATE),
        Arguments.of("\udc0e correct horse", Flaw.LONE_SURROGATE),
        Arguments.of("correct \udc0e\ud83d horse", Flaw.LONE_SURROGATE));
  }

  @Attack({"P1", "P3"})
  @ParameterizedTest
  @MethodSource("malformed")
  void normalise_textThatCantBeAPassword_isMalformed(String typed, Flaw flaw) {
    assertThat(PasswordText.normalise(Secret.of(typed))).isEqualTo(new Malformed(flaw));
    assertThat(flaw.message()).isNotBlank();
  }

  @Attack({"P1", "P3"})
  @ParameterizedTest
  @CsvSource({"128, a", "128, 🐎", "128, é", "1, ' '"})
  void normalise_upTo128CodePoints_isOk(int count, String character) {
    assertThat(password(character.repeat(count)).codePoints()).isEqualTo(count);
    assertThat(password(character.repeat(count)).toString()).isEqualTo("[redacted]");
  }

  @Attack("P1")
  @Test
  void normalise_decomposed128CodePoints_isOkAsComposed() {
    assertThat(password("e\u0301".repeat(128)).codePoints()).isEqualTo(128);
    assertThat(password("\u1112\u1161\u11ab".repeat(128)).codePoints()).isEqualTo(128);
  }

  @Attack("P3")
  @Test
  void verify_composedAgainstDecomposed_matches() throws Refusal {
    String composed = "Zürich, très élégant 🐎";
    String decomposed = Normalizer.normalize(composed, Normalizer.Form.NFD);
    assertThat(decomposed).isNotEqualTo(composed);
    String phc = hasher().hash(SMALL, password(composed));
    assertThat(hasher().verify(phc, password(decomposed), SMALL))
        .isEqualTo(PasswordVerification.MATCHED);
  }

  @Attack("P2")
  @ParameterizedTest
  @CsvSource({"72, A, B", "68, 🐎, 🐴", "127, x, y"})
  void verify_twinsThatDifferAtTheEnd_mismatch(int shared, String one, String other)
      throws Refusal {
    String start = "p".repeat(shared);
    String phc = hasher().hash(SMALL, password(start + one));
    assertThat(hasher().verify(phc, password(start + other), SMALL))
        .isEqualTo(PasswordVerification.MISMATCHED);
    assertThat(hasher().verify(phc, password(start), SMALL))
        .isEqualTo(PasswordVerification.MISMATCHED);
    assertThat(hasher().verify(phc, password(start + one), SMALL))
        .isEqualTo(PasswordVerification.MATCHED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$argon2id$v=19$m=9999999,t=5,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=19$m=7168,t=999,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=16$m=7168,t=5,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$argon2i$v=19$m=7168,t=5,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=19$m=07168,t=5,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=19$m=7168,t=5,p=1$$",
        "x"
      })
  void verify_storedStringOfAnotherCostOrKind_mismatchesAtTheWantedCost(String stored)
      throws Refusal {
    assertThat(PhcString.parse(stored)).isEmpty();
    assertThat(hasher().verify(stored, password("whatever it is"), SMALL))
        .isEqualTo(PasswordVerification.MISMATCHED);
  }
}
