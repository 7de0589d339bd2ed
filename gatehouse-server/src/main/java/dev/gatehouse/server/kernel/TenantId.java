package dev.gatehouse.server.kernel;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** The id of a tenant: a customer organisation inside a realm, the wall of isolation. */
public record TenantId(UUID value) {
  /**
   * The tenant that holds what belongs to a realm and to none of its customers, such as the records
   * of sign-ins with unknown addresses. Derived from the realm's name (RFC 9562 §5.3).
   */
  public static TenantId ownOf(RealmId realm) {
    byte[] name = ("gatehouse:realm:" + realm).getBytes(StandardCharsets.UTF_8);
    return new TenantId(UUID.nameUUIDFromBytes(name));
  }

  /** The id as it is written; empty for anything else. */
  public static Optional<TenantId> parse(String text) {
    try {
      UUID id = UUID.fromString(text);
      return id.toString().equals(text) ? Optional.of(new TenantId(id)) : Optional.empty();
    } catch (IllegalArgumentException other) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
