package dev.gatehouse.server.credential;

import dev.gatehouse.server.storage.RealmTx;
import java.time.Duration;

/** Counts in {@code mail_budget}. */
final class JdbcMailBudgetStore implements MailBudgetStore {
  @Override
  public Spent spend(RealmTx tx, byte[] subject, int mails, Duration window) {
    return tx.lasting()
        .createQuery(
            """
            INSERT INTO mail_budget AS b (realm_id, subject, window_start, asked)
            VALUES (:realm, :subject, :now, :mails)
            ON CONFLICT (realm_id, subject) DO UPDATE SET
              window_start = CASE WHEN b.window_start <= :over THEN excluded.window_start ELSE b.window_start END,
              asked = CASE WHEN b.window_start <= :over THEN :mails ELSE least(b.asked + :mails, 1000000) END
            RETURNING window_start, asked
            """)
        .bind("realm", tx.realm().value())
        .bind("subject", subject)
        .bind("mails", mails)
        .bind("now", tx.now())
        .bind("over", tx.now().minus(window))
        .map((row, context) ->
            new Spent(row.getTimestamp("window_start").toInstant(), row.getInt("asked")))
        .one();
  }
}
