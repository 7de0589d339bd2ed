package dev.gatehouse.server.notify;

import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.storage.WorkerTx;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.Update;

/** Mail taken out of {@code mail}. */
final class JdbcMailQueueStore implements MailQueueStore {
  @Override
  public Optional<Claimed> claim(WorkerTx tx, Duration lease) {
    return tx.statements()
        .createQuery(
            """
            UPDATE mail SET attempts = attempts + 1, next_attempt_at = :leased
            WHERE (tenant_id, mail_id) = (
              SELECT tenant_id, mail_id FROM mail
              WHERE sent_at IS NULL AND given_up_at IS NULL AND next_attempt_at <= :now AND expires_at > :now
              ORDER BY next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING tenant_id, mail_id, kind, sealed, attempts, expires_at
            """)
        .bind("now", tx.now())
        .bind("leased", tx.now().plus(lease))
        .map((row, context) ->
            new Claimed(
                new TenantId(row.getObject("tenant_id", UUID.class)),
                row.getObject("mail_id", UUID.class),
                row.getString("kind"),
                row.getBytes("sealed"),
                row.getInt("attempts"),
                row.getTimestamp("expires_at").toInstant()))
        .findOne();
  }

  @Override
  public void sent(WorkerTx tx, Claimed mail) {
    bind(tx, "sent_at = :now, sealed = NULL, last_error = NULL", mail).execute();
  }

  @Override
  public void retry(WorkerTx tx, Claimed mail, Instant at, String error) {
    bind(tx, "next_attempt_at = :at, last_error = :error", mail)
        .bind("at", at)
        .bind("error", error)
        .execute();
  }

  @Override
  public void giveUp(WorkerTx tx, Claimed mail, String error) {
    bind(tx, "given_up_at = :now, sealed = NULL, last_error = :error", mail)
        .bind("error", error)
        .execute();
  }

  /** Only while the claim is the last one: a worker that was too slow changes nothing any more. */
  private static Update bind(WorkerTx tx, String assignment, Claimed mail) {
    return tx.statements()
        .createUpdate(
            "UPDATE mail SET "
                + assignment
                + " WHERE tenant_id = :tenant AND mail_id = :id AND attempts = :attempt"
                + " AND sent_at IS NULL AND given_up_at IS NULL")
        .bind("tenant", mail.tenant().value())
        .bind("id", mail.id())
        .bind("attempt", mail.attempt())
        .bind("now", tx.now());
  }

  @Override
  public int giveUpExpired(WorkerTx tx) {
    return tx.statements()
        .createUpdate(
            """
            UPDATE mail SET given_up_at = :now, sealed = NULL, last_error = coalesce(last_error, 'expired')
            WHERE sent_at IS NULL AND given_up_at IS NULL AND next_attempt_at <= :now AND expires_at <= :now
            """)
        .bind("now", tx.now())
        .execute();
  }
}
