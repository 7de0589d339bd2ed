package dev.gatehouse.server.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.testkit.Attack;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BcryptTest {
  private static final BcryptParameters COST_12 = new BcryptParameters(12);
  private static final Argon2Parameters ARGON2 = new Argon2Parameters(64, 1, 1);

  private final PasswordHasher hasher =
      new PasswordHasher(
          new Csprng(CryptoProviders.jdk()),
          new PasswordHasher.Bounds(2, 8, Duration.ofSeconds(60)),
          BcryptTest::noTransaction);

  private static void noTransaction() {}

  private static PasswordText password(String typed) {
    return ((PasswordText.Ok) PasswordText.normalise(Secret.of(typed))).password();
  }

  /**
   * Vectors of jBCrypt's own tests; {@code $2a$} there, the same as {@code $2b$} below 255 bytes.
   */
  @ParameterizedTest
  @CsvSource({
    "a, 8NJH3LsPrANStV6XtBakCez0cKHXVxmvxIlcz785vxAIZrihHZpeS",
    "abc, EXRkfkdmXn2gzds2SSitu.MW9.gAVqa9eLS1//RYtYCmB1eLHg.9q"
  })
  void verify_publishedHash_matches(String typed, String saltAndHash) throws Refusal {
    for (String version : List.of("2b", "2y")) {
      String stored = "$" + version + "$12$" + saltAndHash;
      assertThat(hasher.verify(stored, password(typed), COST_12))
          .isEqualTo(PasswordVerification.MATCHED);
    }
    assertThat(hasher.verify("$2b$12$" + saltAndHash, password(typed + "x"), COST_12))
        .isEqualTo(PasswordVerification.MISMATCHED);
  }

  @Test
  void hash_bcrypt_isSaltedAndOfTheDocumentedCost() throws Refusal {
    PasswordText password = password("correct horse battery staple 🐎");
    String stored = hasher.hash(COST_12, password);
    assertThat(stored)
        .matches("\\$2b\\$12\\$[./A-Za-z0-9]{53}")
        .isNotEqualTo(hasher.hash(COST_12, password));
    assertThat(hasher.verify(stored, password, COST_12)).isEqualTo(PasswordVerification.MATCHED);
  }

  @Test
  void verify_ruleOfTheRealmChanged_asksForRehashInBothDirections() throws Refusal {
    PasswordText password = password("correct horse battery staple");
    String bcrypt = hasher.hash(COST_12, password);
    String argon2 = hasher.hash(ARGON2, password);
    assertThat(hasher.verify(bcrypt, password, ARGON2))
        .isEqualTo(PasswordVerification.MATCHED_NEEDS_REHASH);
    assertThat(hasher.verify(argon2, password, COST_12))
        .isEqualTo(PasswordVerification.MATCHED_NEEDS_REHASH);
    assertThat(hasher.verify(bcrypt, password, new BcryptParameters(13)))
        .isEqualTo(PasswordVerification.MATCHED_NEEDS_REHASH);
    assertThat(hasher.verify(bcrypt, password("wrong"), ARGON2))
        .isEqualTo(PasswordVerification.MISMATCHED);
  }

  @Test
  void verify_longPasswordOfAnArgon2Realm_keepsItsHashWhereBcryptIsWanted() throws Refusal {
    PasswordText longOne = password("a".repeat(100));
    assertThat(hasher.verify(hasher.hash(ARGON2, longOne), longOne, COST_12))
        .isEqualTo(PasswordVerification.MATCHED);
  }

  static Stream<Arguments> twins() {
    String prefix = "p".repeat(71);
    return Stream.of(
        Arguments.of(prefix + "1", prefix + "12"),
        Arguments.of(prefix + "1", prefix + "1" + "x".repeat(56)),
        Arguments.of("l".repeat(68) + "🐎", "l".repeat(68) + "🐙"),
        Arguments.of("u".repeat(60) + "secret-one!!", "u".repeat(60) + "secret-two!!"));
  }

  @Attack("P2")
  @ParameterizedTest
  @MethodSource("twins")
  void verify_twinsUpTo72Bytes_areNotEqual(String one, String other) throws Refusal {
    String bcrypt = hasher.hash(COST_12, password(one));
    assertThat(hasher.verify(bcrypt, password(one), COST_12))
        .isEqualTo(PasswordVerification.MATCHED);
    assertThat(hasher.verify(bcrypt, password(other), COST_12))
        .isEqualTo(PasswordVerification.MISMATCHED);
    String argon2 = hasher.hash(ARGON2, password(one));
    assertThat(hasher.verify(argon2, password(other), ARGON2))
        .isEqualTo(PasswordVerification.MISMATCHED);
  }

  @Attack("P2")
  @ParameterizedTest
  @ValueSource(strings = {"a", "🐎"})
  void hash_moreThanBcryptReads_isABugOfTheCaller(String character) {
    String typed = character.repeat(73);
    assertThat(password(typed).fits(COST_12)).isFalse();
    assertThat(password(typed).fits(ARGON2)).isTrue();
    assertThatThrownBy(() -> hasher.hash(COST_12, password(typed)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void dummy_bcrypt_mismatchesHoweverLongThePassword() throws Refusal {
    assertThat(hasher.dummy(password("x"), COST_12)).isEqualTo(PasswordVerification.MISMATCHED);
    assertThat(hasher.dummy(password("🐎".repeat(128)), COST_12))
        .isEqualTo(PasswordVerification.MISMATCHED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$2b$11$8NJH3LsPrANStV6XtBakCez0cKHXVxmvxIlcz785vxAIZrihHZpeS",
        "$2b$31$8NJH3LsPrANStV6XtBakCez0cKHXVxmvxIlcz785vxAIZrihHZpeS",
        "$2x$12$8NJH3LsPrANStV6XtBakCez0cKHXVxmvxIlcz785vxAIZrihHZpeS",
        "$2b$12$8NJH3LsPrANStV6XtBakCez0cKHXVxmvxIlcz785vxAIZrihHZpe",
        "$2b$12$"
      })
  void parse_plantedOrMalformed_isNone(String stored) {
    assertThat(BcryptString.parse(stored)).isEmpty();
  }
}
