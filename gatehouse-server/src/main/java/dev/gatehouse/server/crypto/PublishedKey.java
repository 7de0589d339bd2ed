package dev.gatehouse.server.crypto;

import java.time.Instant;
import java.util.Map;

/**
 * A signing key as verifiers see it.
 *
 * @param key its public half
 * @param use what it signs
 * @param state where it stands in its life
 * @param times since when
 */
public record PublishedKey(VerificationKey key, KeyUse use, KeyState state, KeyTimes times) {
  public String kid() {
    return key.kid();
  }

  /** What it signs, with what. */
  public Ring ring() {
    return new Ring(use, key.algorithm());
  }

  /** Whether it stands in the published set and verifies. */
  public boolean isPublished(Instant now) {
    return switch (state) {
      case NEXT, ACTIVE -> true;
      case RETIRING -> times.gone().filter(now::isBefore).isPresent();
      case REVOKED -> false;
    };
  }

  /** A JWK (RFC 7517): the members of one entry of a JWK Set. */
  public Map<String, Object> jwk() {
    return PublicJwk.of(key).members();
  }
}
