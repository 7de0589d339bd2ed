package dev.gatehouse.server.credential;

import dev.gatehouse.server.storage.RealmTx;
import java.time.Duration;
import java.time.Instant;

/** Counts of mails; a subject is the keyed digest of an address, or a whole realm. */
interface MailBudgetStore {
  /** How many the subject spent since the window began, these included. */
  record Spent(Instant windowStart, int count) {}

  /** Counts so many more, lasting; a window that is over begins anew. */
  Spent spend(RealmTx tx, byte[] subject, int mails, Duration window);
}
