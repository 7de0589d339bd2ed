package dev.gatehouse.server.access;

import dev.gatehouse.server.realm.Permission;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.realm.Role;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What roles given without condition come to.
 *
 * @param roles those the realm defines, by name
 * @param permissions what they give together, in the order of the realm's catalogue
 */
public record Rights(List<Role> roles, List<Permission> permissions) {
  public Rights {
    roles = List.copyOf(roles);
    permissions = List.copyOf(permissions);
  }

  /** The rights of whoever was given these roles. */
  public static Rights of(Realm realm, Collection<String> given) {
    List<Role> roles =
        RoleClaims.of(realm, given).stream().flatMap(name -> realm.role(name).stream()).toList();
    Set<String> held =
        roles.stream().flatMap(role -> role.permissions().stream()).collect(Collectors.toSet());
    return new Rights(
        roles,
        realm.permissions().stream()
            .filter(permission -> held.contains(permission.name()))
            .toList());
  }
}
