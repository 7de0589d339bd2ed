package dev.gatehouse.server.kernel;

import java.util.UUID;

/** The id of a signed-in browser or device; the {@code sid} of its tokens, never its secret. */
public record SessionId(UUID value) {
  @Override
  public String toString() {
    return value.toString();
  }
}
