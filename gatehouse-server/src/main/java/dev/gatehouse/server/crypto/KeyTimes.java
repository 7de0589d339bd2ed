package dev.gatehouse.server.crypto;

import java.time.Instant;
import java.util.Optional;

/**
 * When a signing key came to where it stands.
 *
 * @param created when it was stored, which is when it was published
 * @param activated when it began to sign
 * @param gone when a retiring key is published no more, or a revoked one was revoked
 */
public record KeyTimes(Instant created, Optional<Instant> activated, Optional<Instant> gone) {
  static KeyTimes created(Instant created) {
    return new KeyTimes(created, Optional.empty(), Optional.empty());
  }
}
