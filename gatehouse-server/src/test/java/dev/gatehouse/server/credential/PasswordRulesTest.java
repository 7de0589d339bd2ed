package dev.gatehouse.server.credential;

import static org.assertj.core.api.Assertions.assertThat;

import com.nulabinc.zxcvbn.Zxcvbn;
import dev.gatehouse.server.credential.PasswordRules.Rejection;
import dev.gatehouse.server.credential.PasswordRules.Verdict;
import dev.gatehouse.server.crypto.Argon2Parameters;
import dev.gatehouse.server.crypto.BcryptParameters;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.realm.PasswordPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {
  private static final List<String> NAMES =
      List.of("Monitrax", "Müller & Söhne AG", "Anna-Lena Kowalski", "a.kowalski", "example.com");

  private final PasswordRules rules = new PasswordRules();

  private static PasswordPolicy policy(int least) {
    return new PasswordPolicy(least, 128, Argon2Parameters.DEFAULT);
  }

  @ParameterizedTest
  @CsvSource({"64, 0, true", "72, 0, true", "73, 0, false", "68, 1, true", "69, 1, false"})
  void check_forBcrypt_acceptsOnlyWhatBcryptReadsToItsEnd(
      int letters, int horses, boolean accepted) {
    String words = "correct horse battery staple and der hund frisst gern spaghetti mit kaese pur";
    String typed = words.substring(0, letters) + "🐎".repeat(horses);
    PasswordPolicy policy = new PasswordPolicy(15, 72, new BcryptParameters(12));
    assertThat(rules.check(Secret.of(typed), policy, NAMES) instanceof Verdict.Accepted)
        .isEqualTo(accepted);
  }

  private Verdict check(String typed) {
    return rules.check(Secret.of(typed), policy(15), NAMES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "correct horse battery staple",
        "allelowercaseletterswithoutanydigit",
        "der hund frisst gern spaghetti",
        "пароль из нескольких слов",
        "パスワードは長いほうが安全ですからね",
        "🦊🐙🌵🎻🚲🧊🍋🛶🪁🧦🪐🥁🧵🪴🦔",
        "monitrax is where I keep my boat money"
      })
  void check_longAndUnguessable_isAccepted(String typed) {
    assertThat(check(typed)).isInstanceOf(Verdict.Accepted.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'',MISSING",
    "short,TOO_SHORT",
    "fourteen chars,TOO_SHORT",
    "passwordpassword,COMMON",
    "123456789012345,COMMON",
    "aaaaaaaaaaaaaaaa,COMMON",
    "qwertyuiopasdfghjkl,COMMON",
    "iloveyouiloveyou,COMMON",
    "abcabcabcabcabcabc,COMMON",
    "monitraxmonitrax,OBVIOUS",
    "Monitrax-Monitrax-1,OBVIOUS",
    "Muller-Sohne-2026!,OBVIOUS",
    "Müller & Söhne AG 1,OBVIOUS",
    "annalenakowalski,OBVIOUS",
    "a.kowalski@example.com,OBVIOUS"
  })
  void check_shortGuessableOrObvious_isRejectedWithReason(String typed, Rejection rejection) {
    assertThat(check(typed)).isEqualTo(new Verdict.Rejected(rejection));
  }

  @Test
  void check_theThreeThousandMostCommon_areRefused() throws IOException {
    assertThat(mostCommon(3000))
        .hasSize(3000)
        .allSatisfy(password ->
            assertThat(rules.check(Secret.of(password), policy(1), NAMES))
                .isInstanceOf(Verdict.Rejected.class));
  }

  private static List<String> mostCommon(int count) throws IOException {
    String list = "/com/nulabinc/zxcvbn/matchers/dictionaries/passwords.txt";
    try (InputStream in = Objects.requireNonNull(Zxcvbn.class.getResourceAsStream(list))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().limit(count).toList();
    }
  }

  @Test
  void check_lengths_areCountedInCodePoints() {
    assertThat(check("🦊🐙🌵🎻🚲🧊🍋🛶🪁🧦🪐🥁🧵🪴"))
        .isEqualTo(new Verdict.Rejected(Rejection.TOO_SHORT));
    String words = "correct horse battery staple ";
    String longest = words.repeat(5).substring(0, 128);
    assertThat(check(longest)).isInstanceOf(Verdict.Accepted.class);
    assertThat(check(longest + "x")).isEqualTo(new Verdict.Rejected(Rejection.TOO_LONG));
    assertThat(check("x".repeat(1_000_000))).isEqualTo(new Verdict.Rejected(Rejection.TOO_LONG));
  }

  @Test
  void check_unreadable_isRejected() {
    assertThat(check("correct horse\u0000battery staple"))
        .isEqualTo(new Verdict.Rejected(Rejection.UNREADABLE));
    assertThat(check("correct horse\ud800battery staple"))
        .isEqualTo(new Verdict.Rejected(Rejection.UNREADABLE));
  }

  @Test
  void check_eightWhereTheRealmAllowsIt_stillRefusesCommonOnes() {
    assertThat(rules.check(Secret.of("sunshine"), policy(8), NAMES))
        .isEqualTo(new Verdict.Rejected(Rejection.COMMON));
    assertThat(rules.check(Secret.of("vK7#qpZ2"), policy(8), NAMES))
        .isInstanceOf(Verdict.Accepted.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "ab", "0", "4@", "qwe", "password", "1999"})
  void check_longRepetition_takesNoLongTime(String piece) {
    String typed = piece.repeat(128).substring(0, 128);
    check(typed);
    long start = System.nanoTime();
    check(typed);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }
}
