package dev.gatehouse.server.page.view;

import java.util.List;

/**
 * Who somebody is to the product.
 *
 * @param id of the person
 * @param emailVerified whether they proved that their address is theirs
 * @param methods by what they sign in, stable names
 * @param mfa whether they have a second factor
 * @param roles what they were given
 * @param permissions what these roles let them do
 * @param organisationId of their organisation
 */
public record IdentityRow(
    String id,
    boolean emailVerified,
    List<String> methods,
    boolean mfa,
    List<NamedRight> roles,
    List<NamedRight> permissions,
    String organisationId) {
  /** Keeps its own copies of the lists. */
  public IdentityRow {
    methods = List.copyOf(methods);
    roles = List.copyOf(roles);
    permissions = List.copyOf(permissions);
  }
}
