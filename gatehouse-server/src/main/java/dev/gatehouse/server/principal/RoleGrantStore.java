package dev.gatehouse.server.principal;

import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.storage.TenantTx;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Which roles the principals of a tenant have: the source of truth. What tokens read of it stands
 * beside the principal, kept by the same statements that change a grant. A grant whose time is over
 * is dead wherever it is read, whether or not anything cleans it up.
 */
public interface RoleGrantStore {
  /** Of a grant {@code g}: it counts now. */
  String LIVE = "(g.ended_at IS NULL AND (g.ends_at IS NULL OR g.ends_at > :now))";

  /** The grants of a principal {@code p} that tokens carry. */
  String CARRIED =
      """
      role_grant g WHERE g.tenant_id = p.tenant_id AND g.principal_id = p.principal_id
        AND g.scope IS NULL AND g.condition IS NULL AND
      """
          + LIVE;

  /**
   * The roles that a principal {@code p} has now without condition. As long as none has ended, that
   * is one column.
   */
  String ROLES =
      "(CASE WHEN p.roles_end IS NULL OR p.roles_end > :now THEN p.roles ELSE"
          + " (SELECT coalesce(array_agg(DISTINCT g.role ORDER BY g.role), '{}') FROM "
          + CARRIED
          + ") END)";

  /** When the first of them ends. */
  String ROLES_END =
      "(CASE WHEN p.roles_end IS NULL OR p.roles_end > :now THEN p.roles_end ELSE"
          + " (SELECT min(g.ends_at) FROM "
          + CARRIED
          + ") END)";

  /** The grants in the database. */
  static RoleGrantStore ofDatabase() {
    return new JdbcRoleGrantStore();
  }

  /**
   * Gives a role, as an effect. Where the principal has the same one already, only its end changes.
   *
   * @return whether anything changed
   */
  boolean give(TenantTx tx, NewRoleGrant grant);

  /**
   * Gives exactly these roles without condition and end, and takes every other such one, as an
   * effect. Conditional ones stay.
   *
   * @return whether anything changed
   */
  boolean replace(TenantTx tx, PrincipalId holder, Set<String> roles, Optional<PrincipalId> by);

  /** Takes one, as an effect; what it was. */
  Optional<RoleGrant> end(TenantTx tx, UUID grant);

  /** Takes all of a principal, as an effect. */
  void endAll(TenantTx tx, PrincipalId holder);

  /** Takes the role from whoever has it, as an effect; who that was. */
  List<PrincipalId> endRole(TenantTx tx, String role);

  /** Whoever has the role now, on whatever condition. */
  List<PrincipalId> holders(TenantTx tx, String role);

  /** Those of a principal that count now, oldest first. */
  List<RoleGrant> of(TenantTx tx, PrincipalId holder);

  /** One that counts now. */
  Optional<RoleGrant> find(TenantTx tx, UUID grant);

  /**
   * Whether somebody active has the role without condition and without end: no time and nobody
   * else's act takes the last one away.
   */
  boolean isHeldForGood(TenantTx tx, String role);
}
