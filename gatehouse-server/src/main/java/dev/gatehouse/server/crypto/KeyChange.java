package dev.gatehouse.server.crypto;

import java.util.Optional;

/**
 * A step in the life of a key, for its record.
 *
 * @param step what happened
 * @param ring what the key signs, with what
 * @param kid the key
 * @param other the key it took the place of, or that took its own
 * @param by who asked for it; the server itself where nobody did
 */
public record KeyChange(Step step, Ring ring, String kid, Optional<String> other, String by) {
  /** Who does what nobody asked for. */
  public static final String SERVER = "server";

  /** What can happen to a key. */
  public enum Step {
    /** It was made and published. */
    CREATED,
    /** It signs from now on. */
    ROTATED,
    /** It signs no more, and nothing takes its place: the realm asks for another algorithm. */
    RETIRED,
    /** Nothing it signed verifies any more. */
    REVOKED
  }

  static KeyChange created(SigningKey key, String by) {
    return new KeyChange(Step.CREATED, key.ring(), key.kid(), Optional.empty(), by);
  }
}
