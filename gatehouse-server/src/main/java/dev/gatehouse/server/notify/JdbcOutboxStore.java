package dev.gatehouse.server.notify;

import dev.gatehouse.server.storage.Tx;
import java.time.Instant;
import java.util.UUID;

/** Mail put into {@code mail}. */
final class JdbcOutboxStore implements OutboxStore {
  @Override
  public void insert(Tx tx, UUID id, String kind, byte[] sealed, Instant expiresAt) {
    tx.effect()
        .createUpdate(
            """
            INSERT INTO mail (tenant_id, mail_id, realm_id, kind, sealed, next_attempt_at, created_at, expires_at)
            VALUES (:tenant, :id, :realm, :kind, :sealed, :now, :now, :expires)
            """)
        .bind("tenant", tx.tenant().value())
        .bind("id", id)
        .bind("realm", tx.realm().value())
        .bind("kind", kind)
        .bind("sealed", sealed)
        .bind("now", tx.now())
        .bind("expires", expiresAt)
        .execute();
  }
}
