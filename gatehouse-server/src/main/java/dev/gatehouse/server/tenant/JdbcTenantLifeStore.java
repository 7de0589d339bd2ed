package dev.gatehouse.server.tenant;

import dev.gatehouse.server.storage.TenantTx;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;

/** Statuses in {@code tenant}. */
final class JdbcTenantLifeStore implements TenantLifeStore {
  private static final String SELECT =
      "SELECT status, erase_after FROM tenant WHERE tenant_id = :tenant AND realm_id = :realm";

  @Override
  public Optional<TenantLife> find(TenantTx tx) {
    return one(tx, tx.read().createQuery(SELECT));
  }

  @Override
  public Optional<TenantLife> hold(TenantTx tx) {
    return one(tx, tx.read().createQuery(SELECT + " FOR NO KEY UPDATE"));
  }

  private static Optional<TenantLife> one(TenantTx tx, Query query) {
    return query
        .bind("tenant", tx.tenant().value())
        .bind("realm", tx.realm().value())
        .map((row, context) ->
            new TenantLife(
                TenantStatus.ofText(row.getString("status")),
                Optional.ofNullable(row.getTimestamp("erase_after")).map(Timestamp::toInstant)))
        .findOne();
  }

  @Override
  public void set(TenantTx tx, TenantStatus status, Optional<Instant> eraseAfter) {
    tx.effect()
        .createUpdate(
            "UPDATE tenant SET status = :status, erase_after = :eraseAfter WHERE tenant_id = :tenant")
        .bind("tenant", tx.tenant().value())
        .bind("status", status.text())
        .bindByType("eraseAfter", eraseAfter.map(Timestamp::from).orElse(null), Timestamp.class)
        .execute();
  }

  @Override
  public void beginErasure(TenantTx tx, byte[] nameDigest, byte[] slugDigest) {
    tx.effect()
        .createUpdate(
            """
            UPDATE tenant SET status = 'erasing', name = 'deleted', slug = 'deleted', name_digest = :nameDigest,
              slug_digest = :slugDigest
            WHERE tenant_id = :tenant
            """)
        .bind("tenant", tx.tenant().value())
        .bind("nameDigest", nameDigest)
        .bind("slugDigest", slugDigest)
        .execute();
    tx.effect()
        .createUpdate("DELETE FROM tenant_slug WHERE realm_id = :realm AND tenant_id = :tenant")
        .bind("realm", tx.realm().value())
        .bind("tenant", tx.tenant().value())
        .execute();
    tx.effect()
        .createUpdate("DELETE FROM declared_place WHERE realm_id = :realm AND tenant_id = :tenant")
        .bind("realm", tx.realm().value())
        .bind("tenant", tx.tenant().value())
        .execute();
  }

  @Override
  public void endErasure(TenantTx tx) {
    tx.effect()
        .createUpdate("UPDATE tenant SET status = 'deleted' WHERE tenant_id = :tenant")
        .bind("tenant", tx.tenant().value())
        .execute();
  }
}
