package dev.gatehouse.server.admin;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.storage.WorkerTx;
import java.util.List;
import java.util.UUID;

/**
 * Deletes from every table that has a tenant's rows. What points to a principal goes with it; what
 * stays is the tombstone, and the records.
 */
final class JdbcErasureStore implements ErasureStore {
  @Override
  public List<Ending> due(WorkerTx tx, int most) {
    return tx.statements()
        .createQuery(
            """
            SELECT realm_id, tenant_id, status = 'erasing' AS begun FROM tenant
            WHERE status = 'erasing' OR (status = 'deleting' AND erase_after <= :now)
            ORDER BY erase_after, tenant_id LIMIT :most
            """)
        .bind("now", tx.now())
        .bind("most", most)
        .map((row, context) ->
            new Ending(
                new RealmId(row.getString("realm_id")),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                row.getBoolean("begun")))
        .list();
  }

  @Override
  public int people(WorkerTx tx, TenantId tenant, int most) {
    return tx.statements()
        .createUpdate(
            """
            DELETE FROM principal WHERE (tenant_id, principal_id) IN (
              SELECT tenant_id, principal_id FROM principal WHERE tenant_id = :tenant LIMIT :most)
            """)
        .bind("tenant", tenant.value())
        .bind("most", most)
        .execute();
  }

  @Override
  public void rest(WorkerTx tx, TenantId tenant) {
    delete(tx, tenant, "DELETE FROM person_key WHERE tenant_id = :tenant");
    delete(tx, tenant, "DELETE FROM tenant_day_key WHERE tenant_id = :tenant");
    delete(tx, tenant, "DELETE FROM mail WHERE tenant_id = :tenant");
    delete(tx, tenant, "DELETE FROM logout_notice WHERE tenant_id = :tenant");
    delete(tx, tenant, "DELETE FROM link WHERE tenant_id = :tenant");
    delete(tx, tenant, "DELETE FROM invitation WHERE tenant_id = :tenant");
    delete(tx, tenant, "DELETE FROM tenant_role WHERE tenant_id = :tenant");
  }

  private static void delete(WorkerTx tx, TenantId tenant, String statement) {
    tx.statements().createUpdate(statement).bind("tenant", tenant.value()).execute();
  }
}
