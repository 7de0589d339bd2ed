package dev.gatehouse.server.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.MACVerifier;
import dev.gatehouse.server.crypto.TokenVerification.Flaw;
import dev.gatehouse.server.crypto.TokenVerification.Invalid;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.testkit.FakeClock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharedTokenKeyTest {
  private static final String SECRET = "u7Qk2mX9vB4tRz8LwN1cYp6HsJd3FgAe5K0o";
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private final CryptoProviders providers = CryptoProviders.choose();
  private final SharedTokenKey key = new SharedTokenKey(Secret.of(SECRET));
  private final TokenSigner signer = new TokenSigner(providers);
  private final AccessTokenVerifier verifier =
      AccessTokenVerifier.ofSharedSecret(
          providers,
          new AccessTokenVerifier.Target("https://id.example", Set.of("api"), "at+jwt"),
          key,
          FakeClock.at(NOW));

  private static Map<String, Object> claims() {
    Map<String, Object> claims = new HashMap<>();
    claims.put("iss", "https://id.example");
    claims.put("sub", "s");
    claims.put("client_id", "c");
    claims.put("jti", "j");
    claims.put("aud", "api");
    claims.put("iat", NOW);
    claims.put("exp", NOW.plusSeconds(900));
    return claims;
  }

  @Test
  void sign_hs256_isWhatAnotherLibraryVerifies() throws Exception {
    String token = signer.sign(key, "at+jwt", claims());
    JWSObject parsed = JWSObject.parse(token);
    assertThat(parsed.getHeader().toJSONObject())
        .isEqualTo(Map.of("alg", "HS256", "typ", "at+jwt"));
    assertThat(parsed.verify(new MACVerifier(SECRET.getBytes(StandardCharsets.UTF_8)))).isTrue();
    assertThat(verifier.verify(token)).isInstanceOf(TokenVerification.Verified.class);
  }

  @Test
  void verify_otherSecret_isRefused() {
    SharedTokenKey other = new SharedTokenKey(Secret.of("x" + SECRET));
    assertThat(verifier.verify(signer.sign(other, "at+jwt", claims())))
        .isEqualTo(new Invalid(Flaw.SIGNATURE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"alg":"none","typ":"at+jwt"}                 | ALGORITHM
          {"alg":"HS512","typ":"at+jwt"}                | ALGORITHM
          {"alg":"RS256","typ":"at+jwt"}                | ALGORITHM
          {"alg":"HS256","typ":"JWT"}                   | TYPE
          {"alg":"HS256","typ":"at+jwt","kid":"a"}      | HEADER
          {"alg":"HS256","typ":"at+jwt","jwk":{}}       | HEADER
          """)
  void verify_headerThatChooses_isRefused(String header, Flaw flaw) {
    String signed = signer.sign(key, "at+jwt", claims());
    String payload = signed.split("\\.", -1)[1];
    String input =
        Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(header.getBytes(StandardCharsets.UTF_8))
            + "."
            + payload;
    String token = input + "." + Base64Url.encode(key.mac(providers, input));
    assertThat(verifier.verify(token)).isEqualTo(new Invalid(flaw));
  }

  @Test
  void verify_noSignature_isRefused() {
    String signed = signer.sign(key, "at+jwt", claims());
    String bare = signed.substring(0, signed.lastIndexOf('.') + 1);
    assertThat(verifier.verify(bare)).isInstanceOf(Invalid.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0123456789abcdef0123456789abcde", "changeme-changeme-changeme-changeme"})
  void sharedTokenKey_weakSecret_isNone(String secret) {
    assertThatThrownBy(() -> new SharedTokenKey(Secret.of(secret))).isInstanceOf(WeakSecret.class);
  }
}
