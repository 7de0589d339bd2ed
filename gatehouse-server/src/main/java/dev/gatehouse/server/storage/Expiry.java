package dev.gatehouse.server.storage;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what time has ended, across tenants, as the worker role. Whether something is still good
 * is decided where it is used, by its time; nothing waits for this. Sessions and token families
 * stay: the chain of what was issued is read from them.
 */
public final class Expiry {
  private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);

  /** Rows of one statement, and of one transaction. */
  static final int BATCH = 500;

  private static final int BATCHES = 20;

  /** Long enough for an answer to say "expired" and not "unknown". */
  private static final Duration DAY = Duration.ofDays(1);

  private static final Duration MONTH = Duration.ofDays(30);

  /**
   * What is deleted from one table.
   *
   * @param key its primary key
   * @param condition on rows {@code it}; {@code :before} is {@code kept} ago
   */
  private record Rule(String table, String key, String condition, Duration kept) {}

  private static final List<Rule> RULES =
      List.of(
          new Rule("journey", "realm_id, journey_id", "it.expires_at <= :before", DAY),
          new Rule("pushed_request", "realm_id, request_id", "it.expires_at <= :before", DAY),
          new Rule("posted_request", "realm_id, request_id", "it.expires_at <= :before", DAY),
          // worth nothing once what it was taken from has expired by itself
          new Rule("spent_value", "realm_id, kind, digest", "it.expires_at <= :before", DAY),
          new Rule("mail_request", "realm_id, request_id", "it.created_at <= :before", DAY),
          new Rule("mail_budget", "realm_id, subject", "it.window_start <= :before", DAY),
          // the count of a month ago slows nobody down: its longest wait is minutes
          new Rule(
              "sign_in_counter", "realm_id, address_mac", "it.last_failure_at <= :before", MONTH),
          new Rule(
              "kept_answer",
              "tenant_id, principal_id, key_digest",
              "it.expires_at <= :before",
              Duration.ZERO),
          new Rule("link", "tenant_id, link_id", "it.expires_at <= :before", MONTH),
          new Rule("invitation", "tenant_id, invitation_id", "it.expires_at <= :before", MONTH),
          new Rule(
              "mail",
              "tenant_id, mail_id",
              "it.expires_at <= :before AND (it.sent_at IS NOT NULL OR it.given_up_at IS NOT NULL)",
              MONTH),
          // INVARIANT: a code is there as long as what it gave, or its replay would revoke nothing
          new Rule(
              "authorization_code",
              "tenant_id, code_id",
              """
              it.expires_at <= :before AND NOT EXISTS (
                SELECT FROM token_family f WHERE f.tenant_id = it.tenant_id
                  AND f.family_id = it.family_id AND f.expires_at > :before)\
              """,
              DAY));

  private final WorkerTransactions worker;

  public Expiry(WorkerTransactions worker) {
    this.worker = worker;
  }

  /** One round: a bounded number of rows of each table, the rest another time. */
  public void round() {
    for (Rule rule : RULES) {
      long deleted = round(rule);
      if (deleted > 0) {
        LOG.debug("{} expired rows of {} deleted", deleted, rule.table());
      }
    }
  }

  private long round(Rule rule) {
    long all = 0;
    for (int batch = 0; batch < BATCHES; batch++) {
      int deleted = worker.run(tx -> delete(tx, rule));
      all += deleted;
      if (deleted < BATCH) {
        break;
      }
    }
    return all;
  }

  private static int delete(WorkerTx tx, Rule rule) {
    return tx.statements()
        .createUpdate(
            "DELETE FROM %1$s WHERE (%2$s) IN (SELECT %2$s FROM %1$s it WHERE %3$s LIMIT %4$d)"
                .formatted(rule.table(), rule.key(), rule.condition(), BATCH))
        .bind("before", tx.now().minus(rule.kept()))
        .execute();
  }
}
