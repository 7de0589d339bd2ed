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
            SELECT (SELECT count(*) FROM token_family
                    WHERE tenant_id = :tenant AND client_id = :client
                      AND revoked_at IS NULL AND expires_at > :now AND idle_expires_at > :now)
                 + (SELECT count(*) FROM consent
                    WHERE tenant_id = :tenant AND client_id = :client)
            """)
        .bind("tenant", tx.tenant().value())
        .bind("client", client.value())
        .bind("now", tx.now())
        .mapTo(Long.class)
        .one();
  }
}
