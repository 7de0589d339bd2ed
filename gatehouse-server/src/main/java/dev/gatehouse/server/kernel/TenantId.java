package dev.gatehouse.server.kernel;

import java.util.UUID;

/** The id of a tenant: a customer organisation inside a realm, the wall of isolation. */
public record TenantId(UUID value) {
  @Override
  public String toString() {
    return value.toString();
  }
}
