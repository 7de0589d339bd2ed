package dev.gatehouse.server.access;

import dev.gatehouse.server.realm.Permission;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.realm.Role;
import dev.gatehouse.server.tenant.TenantRole;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What roles given without condition come to.
 *
 * @param roles those the realm and the tenant define, by name
 * @param permissions what they give together, in the order of the realm's catalogue
 */
public record Rights(List<Role> roles, List<Permission> permissions) {
  public Rights {
    roles = List.copyOf(roles);
    permissions = List.copyOf(permissions);
  }

  /**
   * The rights of whoever was given these roles.
   *
   * @param own the roles of their tenant's own
   */
  public static Rights of(Realm realm, Collection<TenantRole> own, Collection<String> given) {
    List<Role> roles =
        RoleClaims.of(realm, given).stream()
            .flatMap(name -> role(realm, own, name).stream())
            .toList();
    Set<String> held =
        roles.stream().flatMap(role -> role.permissions().stream()).collect(Collectors.toSet());
    return new Rights(
        roles,
        realm.permissions().stream()
            .filter(permission -> held.contains(permission.name()))
            .toList());
  }

  /** The role that a grant or token calls so. */
  public static Optional<Role> role(Realm realm, Collection<TenantRole> own, String granted) {
    return realm
        .role(granted)
        .or(() ->
            own.stream()
                .filter(role -> role.granted().equals(granted))
                .map(Rights::asRole)
                .findFirst());
  }

  private static Role asRole(TenantRole role) {
    return new Role(
        role.granted(),
        role.description(),
        false,
        false,
        Optional.empty(),
        Set.copyOf(role.permissions()));
  }

  /** Whether one of the roles is the owner's. */
  public boolean isOwner() {
    return roles.stream().anyMatch(Role::owner);
  }

  /** Whether they come to all that the others do. */
  public boolean cover(Rights others) {
    return permissions.containsAll(others.permissions) && (isOwner() || !others.isOwner());
  }
}
