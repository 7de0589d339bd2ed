package dev.gatehouse.server.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gatehouse.server.crypto.OpaqueToken.Kind;
import dev.gatehouse.server.crypto.TokenVerification.Verified;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.Mutations;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whatever is presented: no parser throws, and nothing that was not signed is verified. */
class HostileTokenFuzzTest {
  private static final CryptoProviders PROVIDERS = CryptoProviders.choose();
  private static final TokenForge FORGE = new TokenForge(PROVIDERS, SigningAlgorithm.ES256);
  private static final AccessTokenVerifier VERIFIER = FORGE.verifier();
  private static final RealmId REALM = new RealmId("monitrax");
  private static final IdTokenVerifier HINTS = new IdTokenVerifier(PROVIDERS);
  private static final StrictJson JSON = new StrictJson();
  // RFC 7517 Appendix A.1
  private static final String X = "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4";
  private static final String Y = "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM";
  private static final String PROOF_HEADER =
      Base64Url.encode(
          "{\"alg\":\"ES256\",\"jwk\":{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\"}}"
              .formatted(X, Y)
              .getBytes(UTF_8));

  @FuzzTest(maxDuration = "60s")
  void verify_anyText_isNeverVerifiedAndNeverThrows(FuzzedDataProvider data) {
    expectNotVerified(data.consumeRemainingAsString());
  }

  @Test
  void verify_nearGoodClaims_isNeverVerifiedUnsignedAndNeverThrows() {
    Mutations.of(TokenForge.claims(""), TokenForge.claims(",\"roles\":[\"owner\"],\"rs\":1"))
        .all(HostileTokenFuzzTest::expectNotVerified);
  }

  private static void expectNotVerified(String text) {
    assertThat(VERIFIER.verify(text)).isNotInstanceOf(Verified.class);
    String asHeader = Base64Url.encode(text.getBytes(UTF_8)) + ".e30.AAAA";
    assertThat(VERIFIER.verify(asHeader)).isNotInstanceOf(Verified.class);
    // signed by us, so that the claims are reached: whatever they are, it must not throw
    assertThat(VERIFIER.verify(FORGE.signed(FORGE.header(), text))).isNotNull();
  }

  @FuzzTest(maxDuration = "60s")
  void parse_anyText_neverThrowsAndIsOneSpelling(FuzzedDataProvider data) {
    expectOneSpelling(data.consumeRemainingAsString());
  }

  @Test
  void parse_nearGoodValues_neverThrowsAndIsOneSpelling() {
    byte[] secret = new byte[32];
    TenantId tenant = new TenantId(new UUID(7, 1));
    Mutations.of(
            OpaqueToken.of(Kind.REFRESH, REALM, tenant, new UUID(7, 2), secret).wire(),
            OpaqueToken.of(Kind.SESSION, REALM, tenant, new UUID(7, 3), secret).wire(),
            "$argon2id$v=19$m=7168,t=5,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNo")
        .all(HostileTokenFuzzTest::expectOneSpelling);
  }

  private static void expectOneSpelling(String text) {
    for (Kind kind : Kind.values()) {
      OpaqueToken.parse(kind, REALM, text)
          .ifPresent(token -> assertThat(token.wire()).isEqualTo(text));
    }
    assertThat(PasswordText.normalise(Secret.of(text))).isNotNull();
    assertThat(PhcString.parse(text).map(PhcString::toString))
        .isIn(Optional.empty(), Optional.of(text));
  }

  /** A client assertion, a DPoP proof, a hint who somebody is. */
  @Test
  void parse_nearGoodForeignTokens_countOnlyAsTheyWereSigned() {
    String jwk = "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\"}".formatted(X, Y);
    String header = "{\"alg\":\"ES256\",\"typ\":\"dpop+jwt\",\"jwk\":%s}".formatted(jwk);
    String claims = "{\"jti\":\"j\",\"htm\":\"POST\",\"htu\":\"https://x/y\",\"iat\":1}";
    Mutations.of(header, claims, jwk, "{\"keys\":[" + jwk + "]}", FORGE.good())
        .all(HostileTokenFuzzTest::expectUnsigned);
  }

  @FuzzTest(maxDuration = "60s")
  void parse_anyForeignToken_countsOnlyAsItWasSigned(FuzzedDataProvider data) {
    expectUnsigned(data.consumeRemainingAsString());
  }

  private static void expectUnsigned(String text) {
    String part = Base64Url.encode(text.getBytes(UTF_8));
    String signature = Base64Url.encode(new byte[64]);
    for (String token :
        List.of(text, part + ".e30." + signature, PROOF_HEADER + "." + part + "." + signature)) {
      Optional<ForeignJwt> jwt = ForeignJwt.parse(token, Set.of("alg", "typ", "kid", "jwk"));
      jwt.flatMap(ForeignJwt::embeddedKey)
          .ifPresent(key -> assertThat(jwt.get().isSignedBy(key, PROVIDERS)).isFalse());
      jwt.ifPresent(it -> assertThat(it.claims().time("iat")).isNotNull());
      assertThat(
              HINTS.recognise(
                  token, TokenForge.ISSUER, _ -> Optional.of(FORGE.key.verificationKey())))
          .isEmpty();
    }
    assertThat(ForeignKey.set(text)).hasSizeLessThanOrEqualTo(16);
    JSON.object(text.getBytes(UTF_8))
        .flatMap(ForeignKey::of)
        .ifPresent(key -> assertThat(key.thumbprint()).hasSize(43));
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
