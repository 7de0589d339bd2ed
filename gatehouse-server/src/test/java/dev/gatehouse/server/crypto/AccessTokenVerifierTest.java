package dev.gatehouse.server.crypto;

import static dev.gatehouse.server.crypto.TokenForge.AUDIENCE;
import static dev.gatehouse.server.crypto.TokenForge.ISSUER;
import static dev.gatehouse.server.crypto.TokenForge.T;
import static dev.gatehouse.server.crypto.TokenForge.claims;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.util.Base64URL;
import dev.gatehouse.server.crypto.TokenVerification.Expired;
import dev.gatehouse.server.crypto.TokenVerification.Flaw;
import dev.gatehouse.server.crypto.TokenVerification.Invalid;
import dev.gatehouse.server.crypto.TokenVerification.Verified;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.testkit.Attack;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokenVerifierTest {
  private static final CryptoProviders PROVIDERS = CryptoProviders.choose();
  private static final TokenForge EC = new TokenForge(PROVIDERS, SigningAlgorithm.ES256);
  private static final TokenForge RSA = new TokenForge(PROVIDERS, SigningAlgorithm.RS256);
  private static final TokenForge ED = new TokenForge(PROVIDERS, SigningAlgorithm.EDDSA);

  private static void assertInvalid(TokenForge forge, String token, Flaw flaw) {
    assertThat(forge.verifier().verify(token)).isEqualTo(new Invalid(flaw));
  }

  static Stream<TokenForge> forges() {
    return Stream.of(EC, RSA, ED);
  }

  @ParameterizedTest
  @MethodSource("forges")
  void verify_goodToken_yieldsItsClaims(TokenForge forge) {
    String token = forge.signed(forge.header(), claims(",\"roles\":[\"owner\"],\"rs\":7"));
    assertThat(forge.verifier().verify(token))
        .isInstanceOfSatisfying(
            Verified.class,
            verified -> {
              assertThat(verified.claims().required("sub")).isEqualTo("p");
              assertThat(verified.claims().texts("roles")).containsExactly("owner");
              assertThat(verified.claims().number("rs")).contains(7L);
              assertThat(verified.claims().text("rs")).isEmpty();
              assertThat(verified.claims().time("iat")).contains(TokenForge.NOW);
            });
  }

  @Test
  void sign_headersOfTheSigner_areExactlyThese() {
    String token = new TokenSigner(PROVIDERS).sign(EC.key, "at+jwt", Map.of("sub", "p"));
    String header =
        new String(Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.'))), UTF_8);
    assertThat(header).isEqualTo(EC.header());
  }

  @ParameterizedTest
  @ValueSource(strings = {"NEXT", "RETIRING", "REVOKED"})
  void sign_keyThatIsNotActive_isABug(KeyState state) {
    TokenSigner signer = new TokenSigner(PROVIDERS);
    SigningKey key = EC.key.in(state);
    assertThatThrownBy(() -> signer.sign(key, "JWT", Map.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(state.name());
  }

  @Attack("J7")
  @ParameterizedTest
  @ValueSource(
      strings = {"JWT", "jwt", "AT+JWT", "application/at+jwt", "logout+jwt", "dpop+jwt", ""})
  void verify_anotherType_isRefused(String typ) {
    assertInvalid(EC, EC.signed(EC.header().replace("at+jwt", typ), claims("")), Flaw.TYPE);
    String untyped = EC.header().replace("\"typ\":\"at+jwt\",", "");
    assertInvalid(EC, EC.signed(untyped, claims("")), Flaw.TYPE);
  }

  @Attack("J8")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          aud | ``                                            | AUDIENCE
          aud | `"aud":"https://other.example"`               | AUDIENCE
          aud | `"aud":"https://api.example/"`                | AUDIENCE
          aud | `"aud":"https://API.example"`                 | AUDIENCE
          aud | `"aud":[]`                                    | AUDIENCE
          aud | `"aud":["https://api.example","https://x.y"]` | AUDIENCE
          aud | `"aud":["https://api.example",1]`             | AUDIENCE
          aud | `"aud":{"https://api.example":1}`             | AUDIENCE
          aud | `"aud":true`                                  | AUDIENCE
          aud | `"aud":null`                                  | CLAIMS
          iss | ``                                            | CLAIMS
          iss | `"iss":1`                                     | CLAIMS
          iss | `"iss":["https://id.example/r/monitrax"]`     | CLAIMS
          iss | `"iss":"https://id.example/r/monitrax/"`      | ISSUER
          iss | `"iss":"https://ID.example/r/monitrax"`       | ISSUER
          iss | `"iss":"https://id.example/r/portal"`         | ISSUER
          sub | ``                                            | CLAIMS
          sub | `"sub":""`                                    | CLAIMS
          sub | `"sub":7`                                     | CLAIMS
          jti | ``                                            | CLAIMS
          client_id | ``                                      | CLAIMS
          """,
      quoteCharacter = '`')
  void verify_wrongOrAbsentClaim_isRefused(String claim, String instead, Flaw flaw) {
    assertInvalid(EC, EC.signed(EC.header(), claims(claim, instead)), flaw);
  }

  @Test
  void verify_severalAudiencesAllKnown_isVerified() {
    String both = "\"aud\":[\"%s\",\"%s\"]".formatted(AUDIENCE, ISSUER);
    assertThat(EC.verifier().verify(EC.signed(EC.header(), claims("aud", both))))
        .isInstanceOf(Verified.class);
  }

  /** Times are seconds from now. */
  @Attack("J9")
  @ParameterizedTest
  @CsvSource({
    "exp, 1, Verified", "exp, 0, Invalid", "nbf, 0, Verified", "nbf, 8, Verified",
    "nbf, 10, Verified", "nbf, 11, Invalid", "nbf, 61, Invalid", "iat, -3600, Verified",
    "iat, 10, Verified", "iat, 11, Invalid", "iat, 900, Invalid"
  })
  void verify_times_haveTenSecondsAheadAndNoneAfter(String claim, long offset, String outcome) {
    String time = "\"%s\":%d".formatted(claim, T + offset);
    assertThat(EC.verifier().verify(EC.signed(EC.header(), claims(claim, time))))
        .extracting(result -> result.getClass().getSimpleName())
        .isEqualTo(outcome);
  }

  @Attack("J9")
  @ParameterizedTest
  @ValueSource(longs = {0, -1, -100})
  void verify_issuedAndOver_isExpiredWithItsOwnReason(long expiry) {
    String token =
        EC.signed(
            EC.header(),
            claims("iat", "\"iat\":" + (T - 1000))
                .replace("\"exp\":" + (T + 900), "\"exp\":" + (T + expiry)));
    assertThat(EC.verifier().verify(token)).isEqualTo(new Expired());
    assertThat(new Expired().reason()).isEqualTo(Reason.ACCESS_TOKEN_EXPIRED);
    assertThat(new Invalid(Flaw.TIME).reason()).isEqualTo(Reason.ACCESS_TOKEN_INVALID);
  }

  @Attack("J9")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          exp | ``
          exp | `"exp":"4102444800"`
          exp | `"exp":1e999`
          exp | `"exp":4102444800.5`
          exp | `"exp":99999999999999999999999`
          exp | `"exp":9223372036854775807`
          exp | `"exp":-1`
          exp | `"exp":true`
          iat | ``
          iat | `"iat":"0"`
          iat | `"iat":1e3`
          nbf | `"nbf":"0"`
          nbf | `"nbf":[]`
          """)
  void verify_timeAbsentOrNoWholeNumber_isRefused(String claim, String instead) {
    assertInvalid(EC, EC.signed(EC.header(), claims(claim, instead)), Flaw.TIME);
  }

  @Attack("J10")
  @ParameterizedTest
  @ValueSource(strings = {"=", "==", " ", "\n", ".", ".x", "A", "\u0000", "+", "%3D", ", x"})
  void verify_goodTokenAndJunk_isRefused(String junk) {
    String good = EC.good();
    assertThat(EC.verifier().verify(good + junk)).isInstanceOf(Invalid.class);
    assertThat(EC.verifier().verify(junk + good)).isInstanceOf(Invalid.class);
    assertThat(EC.verifier().verify(good.replaceFirst("\\.", junk + ".")))
        .isInstanceOf(Invalid.class);
  }

  @Attack("J10")
  @Test
  void verify_secondSpellingOfTheSignature_isRefused() {
    // 64 bytes are 86 characters; the last one carries four bits that must be zero
    String good = EC.good();
    int accepted = 0;
    for (char last :
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".toCharArray()) {
      String spelled = good.substring(0, good.length() - 1) + last;
      accepted += EC.verifier().verify(spelled) instanceof Verified ? 1 : 0;
    }
    assertThat(accepted).isOne();
  }

  @Attack("J10")
  @ParameterizedTest
  @ValueSource(
      strings = {
        ",\"sub\":\"other\"",
        ",\"roles\":[],\"roles\":[\"owner\"]",
        ",\"x\":{\"a\":1,\"a\":2}",
        ",\"x\":NaN",
        ",\"x\":01",
        ",",
        ",\"x\":'a'",
        "} {\"y\":1",
        ",\"x\":\"\u0001\""
      })
  void verify_claimsThatParsersDisagreeOn_areRefused(String more) {
    assertInvalid(EC, EC.signed(EC.header(), claims(more)), Flaw.CLAIMS);
  }

  @Attack("J10")
  @Test
  void verify_duplicateHeaderMember_isRefused() {
    String header = EC.header().replace("{\"alg\"", "{\"alg\":\"none\",\"alg\"");
    assertInvalid(EC, EC.signed(header, claims("")), Flaw.MALFORMED);
  }

  @Attack("J10")
  @Test
  void verify_claimsThatAreNoUtf8_areRefused() {
    byte[] header = EC.header().getBytes(UTF_8);
    assertInvalid(EC, EC.signed(header, claims("").getBytes(UTF_16BE)), Flaw.CLAIMS);
    byte[] broken = claims(",\"x\":\"?\"").getBytes(UTF_8);
    broken[broken.length - 3] = (byte) 0xff;
    assertInvalid(EC, EC.signed(header, broken), Flaw.CLAIMS);
    assertInvalid(EC, EC.signed(EC.header(), "[" + claims("") + "]"), Flaw.CLAIMS);
    assertInvalid(EC, EC.signed(EC.header(), "\"text\""), Flaw.CLAIMS);
    assertInvalid(EC, EC.signed(EC.header(), ""), Flaw.CLAIMS);
  }

  @Attack("J11")
  @Test
  void verify_hugeOrDeep_isRefusedAtOnce() {
    assertInvalid(EC, "x".repeat(1_000_000), Flaw.TOO_LARGE);
    assertInvalid(
        EC, EC.signed(EC.header(), claims(",\"x\":\"" + "y".repeat(9000) + "\"")), Flaw.TOO_LARGE);
    assertInvalid(EC, ".".repeat(8000), Flaw.MALFORMED);
    String deep = ",\"x\":" + "[".repeat(2000) + "]".repeat(2000);
    assertInvalid(EC, EC.signed(EC.header(), claims(deep)), Flaw.CLAIMS);
    String header = EC.header().replace("}", ",\"x\":\"" + "y".repeat(600) + "\"}");
    assertInvalid(EC, EC.signed(header, claims("")), Flaw.MALFORMED);
  }

  /** RFC 8037 appendix A.4: the signature of an Ed25519 JWS. */
  @Test
  void thumbprint_ofRfc8037Key_isTheOneOfTheAppendix() {
    String jwk =
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"alg\":\"EdDSA\",\"use\":\"sig\","
            + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\","
            + "\"kid\":\"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k\"}";
    VerificationKey key = PublicJwk.parse(SigningAlgorithm.EDDSA, jwk);
    assertThat(key.kid()).isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    assertThat(PublicJwk.of(key).members())
        .containsEntry("x", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
        .containsOnlyKeys("kty", "crv", "alg", "use", "x", "kid");
    assertThat(Base64URL.from("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo").decode()).hasSize(32);
  }
}
