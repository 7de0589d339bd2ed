package dev.gatehouse.server.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gatehouse.server.crypto.OpaqueToken.Kind;
import dev.gatehouse.server.crypto.TokenVerification.Verified;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.testkit.Attack;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whatever is presented: no parser throws, and nothing that was not signed is verified. */
class HostileTokenFuzzTest {
  private static final TokenForge FORGE =
      new TokenForge(CryptoProviders.choose(), SigningAlgorithm.ES256);
  private static final AccessTokenVerifier VERIFIER = FORGE.verifier();
  private static final RealmId REALM = new RealmId("monitrax");

  @FuzzTest(maxDuration = "60s")
  void verify_anyText_isNeverVerifiedAndNeverThrows(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    assertThat(VERIFIER.verify(text)).isNotInstanceOf(Verified.class);
    String asHeader = Base64Url.encode(text.getBytes(UTF_8)) + ".e30.AAAA";
    assertThat(VERIFIER.verify(asHeader)).isNotInstanceOf(Verified.class);
    // signed by us, so that the claims are reached: whatever they are, it must not throw
    assertThat(VERIFIER.verify(FORGE.signed(FORGE.header(), text))).isNotNull();
  }

  @FuzzTest(maxDuration = "60s")
  void parse_anyText_neverThrowsAndIsOneSpelling(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    for (Kind kind : Kind.values()) {
      OpaqueToken.parse(kind, REALM, text)
          .ifPresent(token -> assertThat(token.wire()).isEqualTo(text));
    }
    assertThat(PasswordText.normalise(Secret.of(text))).isNotNull();
    assertThat(PhcString.parse(text).map(PhcString::toString))
        .isIn(Optional.empty(), Optional.of(text));
  }

  @Attack("J10")
  @Test
  void verify_goodTokenWithOneCharacterChanged_isNeverVerified() {
    String good = FORGE.good();
    assertThat(VERIFIER.verify(good)).isInstanceOf(Verified.class);
    for (int i = 0; i < good.length(); i++) {
      char other = good.charAt(i) == 'A' ? 'B' : 'A';
      String changed = good.substring(0, i) + other + good.substring(i + 1);
      assertThat(VERIFIER.verify(changed)).as("at %d", i).isNotInstanceOf(Verified.class);
      String without = good.substring(0, i) + good.substring(i + 1);
      assertThat(VERIFIER.verify(without)).as("at %d", i).isNotInstanceOf(Verified.class);
    }
  }
}
