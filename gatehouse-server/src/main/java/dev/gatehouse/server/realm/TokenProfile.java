package dev.gatehouse.server.realm;

import dev.gatehouse.server.crypto.SigningAlgorithm;
import java.time.Duration;
import java.util.List;

/**
 * Algorithms and lives of a realm's tokens.
 *
 * @param accessTokenAlgorithm how access tokens are signed
 * @param idTokenAlgorithm how ID tokens are signed
 * @param rsaBits size of RSA keys, 2048 or 3072
 * @param accessTokenLifetime life of access and ID tokens
 * @param codeLifetime life of authorization codes
 * @param refreshIdle a refresh token unused so long is dead
 * @param refreshAbsolute life of a family of refresh tokens
 * @param audiences the {@code aud} of access tokens: the realm's APIs
 */
public record TokenProfile(
    SigningAlgorithm accessTokenAlgorithm,
    SigningAlgorithm idTokenAlgorithm,
    int rsaBits,
    Duration accessTokenLifetime,
    Duration codeLifetime,
    Duration refreshIdle,
    Duration refreshAbsolute,
    List<String> audiences) {
  /** The longest life of a family of refresh tokens of a public client. */
  public static final Duration PUBLIC_REFRESH_ABSOLUTE = Duration.ofHours(24);

  public TokenProfile {
    audiences = List.copyOf(audiences);
  }
}
