package dev.gatehouse.server.notify;

import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.storage.WorkerTx;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Where mail waits, as the worker sees it: across all tenants. */
interface MailQueueStore {
  /**
   * A mail that is this worker's until its lease ends.
   *
   * @param attempt which attempt this is; whoever claims it later has a higher one
   */
  record Claimed(
      TenantId tenant, UUID id, String kind, byte[] sealed, int attempt, Instant expiresAt) {}

  /** Claims the mail that has been due longest; nobody else gets it before the lease ends. */
  Optional<Claimed> claim(WorkerTx tx, Duration lease);

  /** It was sent: what it said is wiped. */
  void sent(WorkerTx tx, Claimed mail);

  /** It wasn't sent and is due again then. */
  void retry(WorkerTx tx, Claimed mail, Instant at, String error);

  /** It never will be sent: what it said is wiped. */
  void giveUp(WorkerTx tx, Claimed mail, String error);

  /**
   * Gives up every mail whose time is over.
   *
   * @return how many
   */
  int giveUpExpired(WorkerTx tx);
}
