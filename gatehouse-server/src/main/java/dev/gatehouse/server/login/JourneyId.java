package dev.gatehouse.server.login;

import java.util.Optional;
import java.util.UUID;

/** The id of a journey. No secret: a journey is of use only in the browser that began it. */
public record JourneyId(UUID value) {
  /** Reads an id in its one spelling. */
  public static Optional<JourneyId> parse(String text) {
    try {
      UUID id = UUID.fromString(text);
      return id.toString().equals(text) ? Optional.of(new JourneyId(id)) : Optional.empty();
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
