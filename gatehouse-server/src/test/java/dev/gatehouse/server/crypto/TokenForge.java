package dev.gatehouse.server.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes tokens that no honest signer would, from the exact JSON of header and claims. */
final class TokenForge {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final long T = NOW.getEpochSecond();
  static final String ISSUER = "https://id.example/r/monitrax";
  static final String AUDIENCE = "https://api.example";

  private final CryptoProviders providers;
  final SigningKey key;

  TokenForge(CryptoProviders providers, SigningAlgorithm algorithm) {
    this.providers = providers;
    this.key =
        new KeyGenerator(providers)
            .generate(
                new KeyGenerator.Specification(algorithm, KeyUse.ACCESS_TOKEN, 2048),
                KeyState.ACTIVE,
                NOW);
  }

  String header() {
    return "{\"alg\":\"%s\",\"typ\":\"at+jwt\",\"kid\":\"%s\"}"
        .formatted(key.algorithm().joseName(), key.kid());
  }

  /** The claims of a good token; more members may follow. */
  static String claims(String more) {
    return "{\"iss\":\"%s\",\"aud\":\"%s\",\"sub\":\"p\",\"client_id\":\"c\",\"jti\":\"j\",\"iat\":%d,\"exp\":%d%s}"
        .formatted(ISSUER, AUDIENCE, T, T + 900, more);
  }

  /** The claims of a good token without one of them, and with others instead. */
  static String claims(String without, String instead) {
    String claims = claims("").replaceFirst("\"" + without + "\":(\"[^\"]*\"|\\d+),?", "");
    String rest = claims.replaceFirst(",?}$", "");
    return rest + (instead.isEmpty() ? "" : "," + instead) + "}";
  }

  String good() {
    return signed(header(), claims(""));
  }

  String signed(String header, String claims) {
    return signed(header.getBytes(UTF_8), claims.getBytes(UTF_8));
  }

  String signed(byte[] header, byte[] claims) {
    String input = Base64Url.encode(header) + "." + Base64Url.encode(claims);
    return input + "." + Base64Url.encode(signature(key.algorithm().jcaSignature(), input));
  }

  byte[] signature(String jcaAlgorithm, String input) {
    try {
      Signature signature = providers.signature(jcaAlgorithm);
      signature.initSign(key.privateKey());
      signature.update(input.getBytes(UTF_8));
      return signature.sign();
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException(broken);
    }
  }

  static String hmac(String header, String claims, byte[] secret) {
    String input =
        Base64Url.encode(header.getBytes(UTF_8)) + "." + Base64Url.encode(claims.getBytes(UTF_8));
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return input + "." + Base64Url.encode(mac.doFinal(input.getBytes(UTF_8)));
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException(broken);
    }
  }

  AccessTokenVerifier verifier() {
    return new AccessTokenVerifier(
        providers,
        new AccessTokenVerifier.Expectation(
            ISSUER, Set.of(AUDIENCE, ISSUER), "at+jwt", key.algorithm()),
        kid -> kid.equals(key.kid()) ? Optional.of(key.verificationKey()) : Optional.empty(),
        Clock.fixed(NOW, ZoneOffset.UTC));
  }
}
