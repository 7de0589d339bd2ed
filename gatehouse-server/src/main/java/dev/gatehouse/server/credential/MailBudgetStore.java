package dev.gatehouse.server.credential;

import dev.gatehouse.server.storage.RealmTx;
import java.time.Duration;
import java.time.Instant;

/** Counts of mails asked for; a subject is a keyed digest. */
interface MailBudgetStore {
  /** How often the subject asked since the window began, this time included. */
  record Spent(Instant windowStart, int asked) {}

  /** Counts one more, lasting; a window that is over begins anew. */
  Spent spend(RealmTx tx, byte[] subject, Duration window);
}
