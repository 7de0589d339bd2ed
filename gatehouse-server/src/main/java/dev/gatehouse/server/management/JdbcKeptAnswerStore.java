package dev.gatehouse.server.management;

import dev.gatehouse.server.storage.TenantTx;
import java.time.Instant;
import java.util.Optional;

/** Kept answers in {@code kept_answer}. */
final class JdbcKeptAnswerStore implements KeptAnswerStore {
  @Override
  public boolean take(TenantTx tx, Key key, byte[] request, Instant expiresAt) {
    return tx.effect()
            .createUpdate(
                """
                INSERT INTO kept_answer AS k
                  (tenant_id, principal_id, key_digest, request_digest, sealed, expires_at)
                VALUES (:tenant, :principal, :key, :request, '', :expires)
                ON CONFLICT (tenant_id, principal_id, key_digest) DO UPDATE
                  SET request_digest = :request, sealed = '', expires_at = :expires
                  WHERE k.expires_at <= :now
                """)
            .bind("tenant", tx.tenant().value())
            .bind("principal", key.principal().value())
            .bind("key", key.digest())
            .bind("request", request)
            .bind("expires", expiresAt)
            .bind("now", tx.now())
            .execute()
        == 1;
  }

  @Override
  public Optional<Kept> find(TenantTx tx, Key key) {
    return tx.read()
        .createQuery(
            """
            SELECT request_digest, sealed FROM kept_answer
            WHERE tenant_id = :tenant AND principal_id = :principal AND key_digest = :key
            """)
        .bind("tenant", tx.tenant().value())
        .bind("principal", key.principal().value())
        .bind("key", key.digest())
        .map((row, context) -> new Kept(row.getBytes("request_digest"), row.getBytes("sealed")))
        .findOne();
  }

  @Override
  public void keep(TenantTx tx, Key key, byte[] sealed) {
    tx.effect()
        .createUpdate(
            """
            UPDATE kept_answer SET sealed = :sealed
            WHERE tenant_id = :tenant AND principal_id = :principal AND key_digest = :key
            """)
        .bind("sealed", sealed)
        .bind("tenant", tx.tenant().value())
        .bind("principal", key.principal().value())
        .bind("key", key.digest())
        .execute();
  }
}
