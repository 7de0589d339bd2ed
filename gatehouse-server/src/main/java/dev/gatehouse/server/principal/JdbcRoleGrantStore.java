package dev.gatehouse.server.principal;

import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.storage.TenantTx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.statement.Query;

/** Grants in {@code role_grant}; what tokens read of them in {@code principal}. */
final class JdbcRoleGrantStore implements RoleGrantStore {
  private static final String SELECT =
      """
      SELECT g.grant_id, g.principal_id, g.role, g.scope, g.condition, g.granted_by, g.ends_at FROM role_grant g
      WHERE g.tenant_id = :tenant AND
      """
          + RoleGrantStore.LIVE;

  @Override
  public boolean give(TenantTx tx, NewRoleGrant grant) {
    boolean changed = put(tx, grant);
    if (changed && grant.isPlain()) {
      settle(tx, grant.holder());
    }
    return changed;
  }

  private static boolean put(TenantTx tx, NewRoleGrant grant) {
    endExpired(tx, grant.holder());
    return tx.effect()
            .createUpdate(
                """
                INSERT INTO role_grant (tenant_id, grant_id, principal_id, role, scope, condition, granted_by,
                  created_at, ends_at)
                VALUES (:tenant, gen_random_uuid(), :holder, :role, :scope, :condition, :by, :now, :end)
                ON CONFLICT (tenant_id, principal_id, role, scope, condition) WHERE ended_at IS NULL
                DO UPDATE SET ends_at = excluded.ends_at, granted_by = excluded.granted_by
                  WHERE role_grant.ends_at IS DISTINCT FROM excluded.ends_at
                """)
            .bind("tenant", tx.tenant().value())
            .bind("holder", grant.holder().value())
            .bind("role", grant.role())
            .bindByType("scope", grant.scope().orElse(null), String.class)
            .bindByType("condition", grant.condition().orElse(null), String.class)
            .bindByType("by", grant.by().map(PrincipalId::value).orElse(null), UUID.class)
            .bindByType("end", grant.endsAt().map(Timestamp::from).orElse(null), Timestamp.class)
            .bind("now", tx.now())
            .execute()
        == 1;
  }

  /** So that what expired does not stand in the way of the same anew. */
  private static void endExpired(TenantTx tx, PrincipalId holder) {
    tx.effect()
        .createUpdate(
            """
            UPDATE role_grant SET ended_at = ends_at
            WHERE tenant_id = :tenant AND principal_id = :holder AND ended_at IS NULL AND ends_at <= :now
            """)
        .bind("tenant", tx.tenant().value())
        .bind("holder", holder.value())
        .bind("now", tx.now())
        .execute();
  }

  /** Brings what tokens read to what the grants say. */
  private static void settle(TenantTx tx, PrincipalId holder) {
    tx.effect()
        .createUpdate(
            """
            UPDATE principal SET roles = live.roles, roles_end = live.roles_end
            FROM (SELECT coalesce(array_agg(DISTINCT g.role ORDER BY g.role), '{}') AS roles, min(g.ends_at) AS roles_end
              FROM role_grant g WHERE g.tenant_id = :tenant AND g.principal_id = :holder
                AND g.scope IS NULL AND g.condition IS NULL AND
            """
                + RoleGrantStore.LIVE
                + """
                ) live
                WHERE principal.tenant_id = :tenant AND principal.principal_id = :holder
                """)
        .bind("tenant", tx.tenant().value())
        .bind("holder", holder.value())
        .bind("now", tx.now())
        .execute();
  }

  @Override
  public boolean replace(
      TenantTx tx, PrincipalId holder, Set<String> roles, Optional<PrincipalId> by) {
    int ended =
        tx.effect()
            .createUpdate(
                """
                UPDATE role_grant SET ended_at = :now
                WHERE tenant_id = :tenant AND principal_id = :holder AND ended_at IS NULL
                  AND scope IS NULL AND condition IS NULL AND role <> ALL (:roles)
                """)
            .bind("tenant", tx.tenant().value())
            .bind("holder", holder.value())
            .bindArray("roles", String.class, roles)
            .bind("now", tx.now())
            .execute();
    boolean changed = ended > 0;
    for (String role : roles) {
      changed |= put(tx, NewRoleGrant.plain(holder, role, by, Optional.empty()));
    }
    settle(tx, holder);
    return changed;
  }

  @Override
  public Optional<RoleGrant> end(TenantTx tx, UUID grant) {
    Optional<RoleGrant> found = find(tx, grant);
    found.ifPresent(it -> {
      tx.effect()
          .createUpdate(
              """
              UPDATE role_grant SET ended_at = :now
              WHERE tenant_id = :tenant AND grant_id = :id AND ended_at IS NULL
              """)
          .bind("tenant", tx.tenant().value())
          .bind("id", grant)
          .bind("now", tx.now())
          .execute();
      settle(tx, it.holder());
    });
    return found;
  }

  @Override
  public void endAll(TenantTx tx, PrincipalId holder) {
    tx.effect()
        .createUpdate(
            """
            UPDATE role_grant SET ended_at = least(:now, ends_at)
            WHERE tenant_id = :tenant AND principal_id = :holder AND ended_at IS NULL
            """)
        .bind("tenant", tx.tenant().value())
        .bind("holder", holder.value())
        .bind("now", tx.now())
        .execute();
    settle(tx, holder);
  }

  @Override
  public List<PrincipalId> endRole(TenantTx tx, String role) {
    List<PrincipalId> holders =
        tx
            .effect()
            .createQuery(
                """
                UPDATE role_grant SET ended_at = least(:now, ends_at)
                WHERE tenant_id = :tenant AND role = :role AND ended_at IS NULL
                RETURNING principal_id
                """)
            .bind("tenant", tx.tenant().value())
            .bind("role", role)
            .bind("now", tx.now())
            .mapTo(UUID.class)
            .list()
            .stream()
            .distinct()
            .map(PrincipalId::new)
            .toList();
    holders.forEach(holder -> settle(tx, holder));
    return holders;
  }

  @Override
  public List<PrincipalId> holders(TenantTx tx, String role) {
    return in(tx, tx.read().createQuery(SELECT + " AND g.role = :role").bind("role", role))
        .map((row, context) -> grant(row).holder())
        .stream()
        .distinct()
        .toList();
  }

  @Override
  public List<RoleGrant> of(TenantTx tx, PrincipalId holder) {
    return in(
            tx,
            tx.read()
                .createQuery(
                    SELECT + " AND g.principal_id = :holder ORDER BY g.created_at, g.grant_id")
                .bind("holder", holder.value()))
        .map((row, context) -> grant(row))
        .list();
  }

  @Override
  public Optional<RoleGrant> find(TenantTx tx, UUID grant) {
    return in(tx, tx.read().createQuery(SELECT + " AND g.grant_id = :id").bind("id", grant))
        .map((row, context) -> grant(row))
        .findOne();
  }

  private static Query in(TenantTx tx, Query query) {
    return query.bind("tenant", tx.tenant().value()).bind("now", tx.now());
  }

  private static RoleGrant grant(ResultSet row) throws SQLException {
    Timestamp end = row.getTimestamp("ends_at");
    UUID by = row.getObject("granted_by", UUID.class);
    return new RoleGrant(
        row.getObject("grant_id", UUID.class),
        new PrincipalId(row.getObject("principal_id", UUID.class)),
        row.getString("role"),
        Optional.ofNullable(row.getString("scope")),
        Optional.ofNullable(row.getString("condition")),
        Optional.ofNullable(by).map(PrincipalId::new),
        Optional.ofNullable(end).map(Timestamp::toInstant));
  }

  @Override
  public boolean isHeldForGood(TenantTx tx, String role) {
    return tx.read()
        .createQuery(
            """
            SELECT EXISTS (SELECT FROM role_grant g JOIN principal p USING (tenant_id, principal_id)
              WHERE g.tenant_id = :tenant AND g.role = :role AND g.ended_at IS NULL AND g.ends_at IS NULL
                AND g.scope IS NULL AND g.condition IS NULL AND p.kind = 'person' AND p.status = 'active')
            """)
        .bind("tenant", tx.tenant().value())
        .bind("role", role)
        .mapTo(Boolean.class)
        .one();
  }
}
