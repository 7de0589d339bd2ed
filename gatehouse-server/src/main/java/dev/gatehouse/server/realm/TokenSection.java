package dev.gatehouse.server.realm;

import dev.gatehouse.server.crypto.SharedTokenKey;
import dev.gatehouse.server.crypto.SigningAlgorithm;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.realm.Section.Range;
import dev.gatehouse.server.realm.Section.Span;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads what a realm file says of tokens. */
final class TokenSection {
  /** The algorithms of key pairs, by their names. */
  static final Map<String, SigningAlgorithm> KEY_PAIRS =
      Map.of(
          "ES256", SigningAlgorithm.ES256,
          "EdDSA", SigningAlgorithm.EDDSA,
          "RS256", SigningAlgorithm.RS256);

  private static final Set<String> KEYS =
      Set.of(
          "access_token_alg",
          "access_token_secret",
          "id_token_alg",
          "rsa_bits",
          "access_token_lifetime",
          "code_lifetime",
          "pushed_request_lifetime",
          "refresh_idle",
          "refresh_absolute",
          "key_rotation",
          "audiences",
          "claims");
  private static final String SHARED_SECRET = SharedTokenKey.ALGORITHM;
  private static final Span LIFETIME =
      new Span(Duration.ofMinutes(15), Duration.ofMinutes(1), TokenProfile.LONGEST_ACCESS_TOKEN);

  private static final Span KEY_ROTATION =
      new Span(Duration.ofDays(90), Duration.ofDays(1), Duration.ofDays(365));

  private final SecretReferences secrets;

  TokenSection(SecretReferences secrets) {
    this.secrets = secrets;
  }

  TokenProfile read(Section top) {
    Section section = top.section("tokens", KEYS);
    int rsaBits = section.number("rsa_bits", new Range(2048, 2048, 3072));
    if (rsaBits != 2048 && rsaBits != 3072) {
      throw section.error("rsa_bits", "must be 2048 or 3072");
    }
    Duration refreshAbsolute =
        section.duration(
            "refresh_absolute",
            new Span(Duration.ofDays(30), Duration.ofHours(1), Duration.ofDays(90)));
    Duration refreshIdle =
        section.duration(
            "refresh_idle",
            new Span(Duration.ofDays(7), Duration.ofMinutes(30), Duration.ofDays(90)));
    if (refreshIdle.compareTo(refreshAbsolute) > 0) {
      throw section.error("refresh_idle", "must not be longer than refresh_absolute");
    }
    return new TokenProfile(
        accessTokens(section),
        section.choice("id_token_alg", KEY_PAIRS, SigningAlgorithm.RS256),
        rsaBits,
        section.duration("access_token_lifetime", LIFETIME),
        section.duration(
            "code_lifetime",
            new Span(Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofSeconds(60))),
        section.duration(
            "pushed_request_lifetime",
            new Span(Duration.ofSeconds(60), Duration.ofSeconds(5), Duration.ofMinutes(10))),
        refreshIdle,
        refreshAbsolute,
        section.duration("key_rotation", KEY_ROTATION),
        section.requiredTexts("audiences"),
        aliases(section));
  }

  /** A lifetime that was configured beside the file, within the same bounds. */
  static Optional<Duration> lifetime(String text) {
    return Section.parsed(text, LIFETIME);
  }

  private AccessTokenSigning accessTokens(Section section) {
    Map<String, Optional<SigningAlgorithm>> words = new TreeMap<>();
    KEY_PAIRS.forEach((name, algorithm) -> words.put(name, Optional.of(algorithm)));
    words.put(SHARED_SECRET, Optional.empty());
    Optional<SigningAlgorithm> algorithm =
        section.choice("access_token_alg", words, Optional.of(SigningAlgorithm.ES256));
    if (algorithm.isEmpty()) {
      Secret secret = secrets.read(section, "access_token_secret");
      return new AccessTokenSigning.SharedSecret(new SharedTokenKey(secret));
    }
    if (section.has("access_token_secret")) {
      throw section.error(
          "access_token_secret", "can't be set: " + algorithm.get().joseName() + " has a key pair");
    }
    return new AccessTokenSigning.KeyPair(algorithm.get());
  }

  private static ClaimAliases aliases(Section section) {
    Map<String, ClaimSource> sources = new LinkedHashMap<>();
    section
        .namedChoices("claims", ClaimSource.words())
        .forEach((alias, source) -> {
          Optional<String> problem = ClaimAliases.problem(alias);
          if (problem.isPresent()) {
            throw section.errorBelow("claims", alias, problem.get());
          }
          sources.put(alias, source);
        });
    return new ClaimAliases(sources);
  }
}
