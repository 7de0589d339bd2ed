package dev.gatehouse.server.audit;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.TenantId;
import java.util.Optional;

/**
 * Whose log: a tenant's, or where there is none the realm's own.
 *
 * @param tenant absent for what belongs to no customer
 */
public record LogName(RealmId realm, Optional<TenantId> tenant) {
  /** The realm's own log. */
  public static LogName of(RealmId realm) {
    return new LogName(realm, Optional.empty());
  }

  /** A tenant's log. */
  public static LogName of(RealmId realm, TenantId tenant) {
    return new LogName(realm, Optional.of(tenant));
  }
}
