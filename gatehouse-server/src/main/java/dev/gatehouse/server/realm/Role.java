package dev.gatehouse.server.realm;

import java.util.Set;

/**
 * A named set of permissions.
 *
 * @param name lower case
 * @param description for people who give it
 * @param owner whether it is the role that every tenant keeps at least one of
 * @param permissions names from the realm's catalogue
 */
public record Role(String name, String description, boolean owner, Set<String> permissions) {
  public Role {
    permissions = Set.copyOf(permissions);
  }
}
