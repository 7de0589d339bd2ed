package dev.gatehouse.server.crypto;

import dev.gatehouse.server.crypto.TokenVerification.Expired;
import dev.gatehouse.server.crypto.TokenVerification.Flaw;
import dev.gatehouse.server.crypto.TokenVerification.Invalid;
import dev.gatehouse.server.crypto.TokenVerification.Verified;
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

  private final Target expected;
  private final SignatureCheck signatures;
  private final Clock clock;
  private final StrictJson json = new StrictJson();

  public AccessTokenVerifier(
      CryptoProviders providers, Expectation expected, KeySource keys, Clock clock) {
    this(providers, expected, keys, ProvedSignatures.none(), clock);
  }

  /**
   * The same with a memory of what was proved before.
   *
   * @param proved signatures that need no second look; only proved ones get there
   */
  public AccessTokenVerifier(
      CryptoProviders providers,
      Expectation expected,
      KeySource keys,
      ProvedSignatures proved,
      Clock clock) {
    this(
        new Target(expected.issuer(), expected.audiences(), expected.typ()),
        new SignatureCheck.KeyPairs(providers, expected.algorithm(), keys, proved),
        clock);
  }

  private AccessTokenVerifier(Target expected, SignatureCheck signatures, Clock clock) {
    this.expected = expected;
    this.signatures = signatures;
    this.clock = clock;
  }

  /** The verifier of tokens that one shared secret protects: HS256 and nothing else. */
  public static AccessTokenVerifier ofSharedSecret(
      CryptoProviders providers, Target expected, SharedTokenKey key, Clock clock) {
    return new AccessTokenVerifier(
        expected, new SignatureCheck.SharedSecret(providers, key), clock);
  }

  /**
   * Where a token must be from and for.
   *
   * @param issuer the exact {@code iss}
   * @param audiences every member of {@code aud} must be one of these, and there must be one
   * @param typ the exact {@code typ}, such as {@code at+jwt}
   */
  public record Target(String issuer, Set<String> audiences, String typ) {
    public Target {
      audiences = Set.copyOf(audiences);
      if (audiences.isEmpty()) {
        throw new IllegalArgumentException("a verifier needs an audience");
      }
    }
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
    String signingInput = token.substring(0, token.lastIndexOf('.'));
    Optional<Flaw> forged = signatures.flaw(header.get(), signingInput, signature.get());
    if (forged.isPresent()) {
      return new Invalid(forged.get());
    }
    return Base64Url.decode(parts[1])
        .flatMap(json::object)
        .map(this::checkClaims)
        .orElseGet(() -> new Invalid(Flaw.CLAIMS));
  }

  private Optional<Flaw> checkHeader(Map<String, Object> header) {
    // RFC 7515 §4.1.11 crit, RFC 7797 b64, jku, jwk, x5u, x5c, zip: none is understood here
    if (!signatures.headerMembers().containsAll(header.keySet())) {
      return Optional.of(Flaw.HEADER);
    }
    // RFC 8725 §3.1: the algorithm is ours to choose
    if (!signatures.algorithm().equals(header.get("alg"))) {
      return Optional.of(Flaw.ALGORITHM);
    }
    // RFC 9068 §4, RFC 8725 §3.11: explicit typing
    if (!expected.typ().equals(header.get("typ"))) {
      return Optional.of(Flaw.TYPE);
    }
    return Optional.empty();
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
