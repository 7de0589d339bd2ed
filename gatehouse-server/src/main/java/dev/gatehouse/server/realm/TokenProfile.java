package dev.gatehouse.server.realm;

import dev.gatehouse.server.crypto.SigningAlgorithm;
import java.time.Duration;
import java.util.List;

/**
 * Algorithms and lives of a realm's tokens.
 *
 * @param accessTokenSigning what protects access tokens
 * @param idTokenAlgorithm how ID tokens are signed for a client that names nothing else
 * @param rsaBits size of RSA keys, 2048 or 3072
 * @param accessTokenLifetime life of access and ID tokens
 * @param codeLifetime life of authorization codes
 * @param pushedRequestLifetime life of pushed authorization requests (RFC 9126)
 * @param refreshIdle a refresh token unused so long is dead
 * @param refreshAbsolute life of a family of refresh tokens
 * @param keyRotation how long a key signs before the next one takes its place
 * @param audiences the {@code aud} of an access token that names no API
 * @param aliases further names of claims of access and ID tokens
 */
public record TokenProfile(
    AccessTokenSigning accessTokenSigning,
    SigningAlgorithm idTokenAlgorithm,
    int rsaBits,
    Duration accessTokenLifetime,
    Duration codeLifetime,
    Duration pushedRequestLifetime,
    Duration refreshIdle,
    Duration refreshAbsolute,
    Duration keyRotation,
    List<String> audiences,
    ClaimAliases aliases) {
  /** No access or ID token of any realm lives longer. */
  public static final Duration LONGEST_ACCESS_TOKEN = Duration.ofHours(1);

  /** The longest life of a family of refresh tokens of a public client. */
  public static final Duration PUBLIC_REFRESH_ABSOLUTE = Duration.ofHours(24);

  public TokenProfile {
    audiences = List.copyOf(audiences);
  }

  /** The same with another life of access tokens. */
  TokenProfile withAccessTokenLifetime(Duration lifetime) {
    return new TokenProfile(
        accessTokenSigning,
        idTokenAlgorithm,
        rsaBits,
        lifetime,
        codeLifetime,
        pushedRequestLifetime,
        refreshIdle,
        refreshAbsolute,
        keyRotation,
        audiences,
        aliases);
  }

  /** The algorithm of the key pair that signs access tokens. */
  public SigningAlgorithm accessTokenAlgorithm() {
    return switch (accessTokenSigning) {
      case AccessTokenSigning.KeyPair pair -> pair.algorithm();
      case AccessTokenSigning.SharedSecret shared ->
          throw new IllegalStateException("the realm's access tokens have no key pair");
    };
  }
}
