package dev.gatehouse.server.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.server.crypto.TokenVerification.Expired;
import dev.gatehouse.server.crypto.TokenVerification.Flaw;
import dev.gatehouse.server.crypto.TokenVerification.Invalid;
import dev.gatehouse.server.crypto.TokenVerification.Verified;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies access tokens (RFC 9068 §4) of one issuer, for known audiences, of one type and one
 * algorithm, all fixed before anything is parsed. The header chooses nothing: its {@code kid} only
 * picks among the issuer's own keys, and any member beyond {@code alg}, {@code typ} and {@code kid}
 * refuses the token. Safe for many threads.
 */
public final class AccessTokenVerifier {
  private static final int LARGEST = 8 * 1024;
  private static final int LARGEST_HEADER = 512;
  private static final Duration AHEAD = Duration.ofSeconds(10);
  private static final Set<String> HEADER_MEMBERS = Set.of("alg", "typ", "kid");

  private final CryptoProviders providers;
  private final Expectation expected;
  private final KeySource keys;
  private final Clock clock;
  private final StrictJson json = new StrictJson();

  public AccessTokenVerifier(
      CryptoProviders providers, Expectation expected, KeySource keys, Clock clock) {
    this.providers = providers;
    this.expected = expected;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * What a token must be.
   *
   * @param issuer the exact {@code iss}
   * @param audiences every member of {@code aud} must be one of these, and there must be one
   * @param typ the exact {@code typ}, such as {@code at+jwt}
   * @param algorithm the one {@code alg}
   */
  public record Expectation(
      String issuer, Set<String> audiences, String typ, SigningAlgorithm algorithm) {
    public Expectation {
      audiences = Set.copyOf(audiences);
      if (audiences.isEmpty()) {
        throw new IllegalArgumentException("a verifier needs an audience");
      }
    }
  }

  /** The issuer's own published keys by {@code kid}; a look-up in memory, never a fetch. */
  @FunctionalInterface
  public interface KeySource {
    /** The key, or nothing when it is not published. */
    Optional<VerificationKey> find(String kid);
  }

  /** Verifies the compact form. */
  public TokenVerification verify(String token) {
    if (token.length() > LARGEST) {
      return new Invalid(Flaw.TOO_LARGE);
    }
    // RFC 7515 §3.1: exactly three parts; a JWE has five (RFC 7516 §3.1)
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3 || parts[0].length() > LARGEST_HEADER) {
      return new Invalid(Flaw.MALFORMED);
    }
    Optional<byte[]> signature = Base64Url.decode(parts[2]);
    Optional<Map<String, Object>> header = Base64Url.decode(parts[0]).flatMap(json::object);
    if (signature.isEmpty() || header.isEmpty()) {
      return new Invalid(Flaw.MALFORMED);
    }
    Optional<Flaw> flaw = checkHeader(header.get());
    if (flaw.isPresent()) {
      return new Invalid(flaw.get());
    }
    Optional<VerificationKey> key = key(header.get());
    if (key.isEmpty()) {
      return new Invalid(Flaw.KEY_UNKNOWN);
    }
    String signingInput = token.substring(0, token.lastIndexOf('.'));
    if (!isSigned(key.get(), signingInput, signature.get())) {
      return new Invalid(Flaw.SIGNATURE);
    }
    return Base64Url.decode(parts[1])
        .flatMap(json::object)
        .map(this::checkClaims)
        .orElseGet(() -> new Invalid(Flaw.CLAIMS));
  }

  private Optional<Flaw> checkHeader(Map<String, Object> header) {
    // RFC 7515 §4.1.11 crit, RFC 7797 b64, jku, jwk, x5u, x5c, zip: none is understood here
    if (!HEADER_MEMBERS.containsAll(header.keySet())) {
      return Optional.of(Flaw.HEADER);
    }
    // RFC 8725 §3.1: the algorithm is ours to choose
    if (!expected.algorithm().joseName().equals(header.get("alg"))) {
      return Optional.of(Flaw.ALGORITHM);
    }
    // RFC 9068 §4, RFC 8725 §3.11: explicit typing
    if (!expected.typ().equals(header.get("typ"))) {
      return Optional.of(Flaw.TYPE);
    }
    return Optional.empty();
  }

  private Optional<VerificationKey> key(Map<String, Object> header) {
    return header.get("kid") instanceof String kid
        ? keys.find(kid).filter(key -> key.algorithm() == expected.algorithm())
        : Optional.empty();
  }

  private boolean isSigned(VerificationKey key, String signingInput, byte[] signature) {
    if (!expected.algorithm().allowsSignatureOf(signature.length)) {
      return false;
    }
    try {
      Signature verifier = providers.signature(expected.algorithm().jcaSignature());
      verifier.initVerify(key.publicKey());
      verifier.update(signingInput.getBytes(US_ASCII));
      return verifier.verify(signature);
    } catch (GeneralSecurityException malformed) {
      // both providers throw for some signatures that can't be: r or s of zero, for one
      return false;
    }
  }

  private TokenVerification checkClaims(Map<String, Object> members) {
    // RFC 9068 §2.2: the required claims, each of its type
    TokenClaims claims = new TokenClaims(members);
    boolean complete =
        List.of("iss", "sub", "client_id", "jti").stream()
            .allMatch(name -> claims.text(name).filter(text -> !text.isEmpty()).isPresent());
    if (!complete) {
      return new Invalid(Flaw.CLAIMS);
    }
    if (!expected.issuer().equals(claims.required("iss"))) {
      return new Invalid(Flaw.ISSUER);
    }
    if (!isForUs(members.get("aud"))) {
      return new Invalid(Flaw.AUDIENCE);
    }
    return checkTimes(claims);
  }

  private boolean isForUs(@Nullable Object audience) {
    return switch (audience) {
      case String one -> expected.audiences().contains(one);
      case List<?> many -> !many.isEmpty() && expected.audiences().containsAll(many);
      case null, default -> false;
    };
  }

  private TokenVerification checkTimes(TokenClaims claims) {
    Optional<Instant> issuedAt = claims.time("iat");
    Optional<Instant> expires = claims.time("exp");
    Optional<Instant> notBefore = claims.time("nbf");
    boolean badNotBefore = claims.members().containsKey("nbf") && notBefore.isEmpty();
    if (issuedAt.isEmpty() || expires.isEmpty() || badNotBefore) {
      return new Invalid(Flaw.TIME);
    }
    Instant now = clock.instant();
    Instant latest = now.plus(AHEAD);
    if (issuedAt.get().isAfter(latest)
        || notBefore.filter(latest::isBefore).isPresent()
        || !issuedAt.get().isBefore(expires.get())) {
      return new Invalid(Flaw.TIME);
    }
    // RFC 7519 §4.1.4: on or after exp it must not be accepted
    return now.isBefore(expires.get()) ? new Verified(claims) : new Expired();
  }
}
