package dev.gatehouse.server.admin;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.storage.TenantTx;

/** Counts in {@code role_grant}, {@code token_family} and {@code consent}. */
final class JdbcUseStore implements UseStore {
  @Override
  public long holders(TenantTx tx, String role) {
    return tx.read()
        .createQuery(
            """
            SELECT count(DISTINCT principal_id) FROM role_grant
            WHERE tenant_id = :tenant AND role = :role AND ended_at IS NULL AND (ends_at IS NULL OR ends_at > :now)
            """)
        .bind("tenant", tx.tenant().value())
        .bind("role", role)
        .bind("now", tx.now())
        .mapTo(Long.class)
        .one();
  }

  @Override
  public long uses(TenantTx tx, ClientId client) {
    return tx.read()
        .createQuery(
            """
            WITH ended AS (
              SELECT coalesce(max(rs), 0) AS rs FROM revocation
              WHERE realm_id = :realm AND subject = 'client:' || lower(:client))
            SELECT (SELECT count(*) FROM token_family f, ended
                    WHERE f.tenant_id = :tenant AND f.client_id = :client AND f.rs >= ended.rs
                      AND f.revoked_at IS NULL AND f.expires_at > :now AND f.idle_expires_at > :now)
                 + (SELECT count(*) FROM consent c, ended
                    WHERE c.tenant_id = :tenant AND c.client_id = :client AND c.rs >= ended.rs)
            """)
        .bind("realm", tx.realm().value())
        .bind("tenant", tx.tenant().value())
        .bind("client", client.value())
        .bind("now", tx.now())
        .mapTo(Long.class)
        .one();
  }
}
