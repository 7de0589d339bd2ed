package dev.gatehouse.server.kernel;

import java.util.UUID;

/** The id of a person or a service account; it belongs to exactly one tenant. */
public record PrincipalId(UUID value) {
  @Override
  public String toString() {
    return value.toString();
  }
}
