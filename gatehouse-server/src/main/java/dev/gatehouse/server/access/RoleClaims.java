package dev.gatehouse.server.access;

import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.tenant.TenantRole;
import java.util.Collection;
import java.util.List;

/** The roles a principal was given, as tokens carry them. */
public final class RoleClaims {
  private RoleClaims() {}

  /**
   * The names in order, without those the realm no longer defines. A tenant's own role is there as
   * long as it is given: when it goes, its grants end.
   */
  public static List<String> of(Realm realm, Collection<String> given) {
    return given.stream()
        .filter(name -> realm.role(name).isPresent() || TenantRole.isOne(name))
        .distinct()
        .sorted()
        .toList();
  }
}
