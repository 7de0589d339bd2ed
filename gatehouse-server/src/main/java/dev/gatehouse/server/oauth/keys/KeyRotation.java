package dev.gatehouse.server.oauth.keys;

import dev.gatehouse.server.crypto.KeyLife;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.server.storage.JobLeases;
import dev.gatehouse.server.storage.Transactions;
import java.time.Duration;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The job that has keys rotate by themselves; of all servers one does it. */
public final class KeyRotation {
  private static final Logger LOG = LoggerFactory.getLogger(KeyRotation.class);
  private static final String JOB = "key rotation";

  /** How long a server keeps the job without a word; several rounds. */
  public static final Duration LEASE = Duration.ofMinutes(2);

  private final Transactions transactions;
  private final KeyLife life;
  private final RealmId home;
  private final Supplier<Collection<RealmId>> realms;
  private final UUID server;
  private final JobLeases leases = new JobLeases();

  /**
   * @param home the realm that the lease stands in
   * @param realms those whose keys are tended
   * @param server this one
   */
  public KeyRotation(
      Transactions transactions,
      KeyLife life,
      RealmId home,
      Supplier<Collection<RealmId>> realms,
      UUID server) {
    this.transactions = transactions;
    this.life = life;
    this.home = home;
    this.realms = realms;
    this.server = server;
  }

  /**
   * One round, if the job is this server's.
   *
   * @return whether it was
   */
  public boolean round() {
    if (!isOurs()) {
      return false;
    }
    for (RealmId realm : realms.get()) {
      try {
        life.tend(realm);
      } catch (Refusal meanwhile) {
        logUnless(realm, meanwhile);
      } catch (RuntimeException failed) {
        // the other realms don't wait for this one
        LOG.error("the keys of {} could not be tended: {}", realm, failed.getMessage());
      }
    }
    return true;
  }

  /** Somebody rotated by hand in the same moment: then it is done. */
  private static void logUnless(RealmId realm, Refusal refusal) {
    if (refusal.reason() != Reason.CHANGED_MEANWHILE) {
      LOG.error("the keys of {} could not be tended: {}", realm, refusal.reason().id());
    }
  }

  private boolean isOurs() {
    try {
      return transactions.inRealm(
          home, Attempted.NOTHING, tx -> leases.hold(tx, JOB, server, LEASE));
    } catch (Refusal impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
