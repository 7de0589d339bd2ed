package dev.gatehouse.server.login.mailbox;

import dev.gatehouse.server.storage.RealmTx;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Requests in {@code mail_request}. */
final class JdbcMailRequestStore implements MailRequestStore {
  @Override
  public void insert(RealmTx tx, Waiting request) {
    tx.effect()
        .createUpdate(
            """
            INSERT INTO mail_request (realm_id, request_id, kind, sealed, created_at)
            VALUES (:realm, :id, :kind, :sealed, :now)
            """)
        .bind("realm", tx.realm().value())
        .bind("id", request.id())
        .bind("kind", request.kind().name().toLowerCase(Locale.ROOT))
        .bind("sealed", request.sealed())
        .bind("now", tx.now())
        .execute();
  }

  @Override
  public Optional<Waiting> claim(RealmTx tx, Duration lease) {
    return tx.lasting()
        .createQuery(
            """
            UPDATE mail_request SET claimed_until = :leased
            WHERE realm_id = :realm AND request_id = (
              SELECT request_id FROM mail_request
              WHERE realm_id = :realm AND (claimed_until IS NULL OR claimed_until <= :now)
              ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING request_id, kind, sealed
            """)
        .bind("realm", tx.realm().value())
        .bind("now", tx.now())
        .bind("leased", tx.now().plus(lease))
        .map((row, context) ->
            new Waiting(
                row.getObject("request_id", UUID.class),
                MailRequest.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getBytes("sealed")))
        .findOne();
  }

  @Override
  public void defer(RealmTx tx, UUID id, Instant until) {
    tx.lasting()
        .createUpdate(
            "UPDATE mail_request SET claimed_until = :until WHERE realm_id = :realm AND request_id = :id")
        .bind("realm", tx.realm().value())
        .bind("id", id)
        .bind("until", until)
        .execute();
  }

  @Override
  public void remove(RealmTx tx, UUID id) {
    tx.effect()
        .createUpdate("DELETE FROM mail_request WHERE realm_id = :realm AND request_id = :id")
        .bind("realm", tx.realm().value())
        .bind("id", id)
        .execute();
  }
}
