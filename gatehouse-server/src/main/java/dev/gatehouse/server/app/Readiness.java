package dev.gatehouse.server.app;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.storage.Canary;
import dev.gatehouse.server.storage.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this server may take requests: the database answers, its clock agrees with ours within
 * five seconds, and the wall between tenants stands.
 */
final class Readiness {
  private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);
  private static final Duration MAX_CLOCK_OFFSET = Duration.ofSeconds(5);

  private final Transactions transactions;
  private final Canary canary;
  private final RealmId realm;
  private final Clock clock;
  private final Runnable alarm;
  private volatile boolean wallStands = true;

  /**
   * @param alarm what is done once when a row of one tenant is seen from another
   */
  Readiness(Transactions transactions, Canary canary, RealmId realm, Clock clock, Runnable alarm) {
    this.transactions = transactions;
    this.canary = canary;
    this.realm = realm;
    this.clock = clock;
    this.alarm = alarm;
  }

  boolean isReady() {
    if (!wallStands) {
      return false;
    }
    try {
      Duration offset = Duration.between(databaseTime(), clock.instant()).abs();
      if (offset.compareTo(MAX_CLOCK_OFFSET) > 0) {
        LOG.error("the clock is {} off the database's", offset);
        return false;
      }
      return true;
    } catch (RuntimeException | Refusal down) {
      LOG.warn("not ready: {}", down.getMessage());
      return false;
    }
  }

  private Instant databaseTime() throws Refusal {
    return transactions.readRealm(
        realm, tx -> tx.read().createQuery("SELECT clock_timestamp()").mapTo(Instant.class).one());
  }

  /** Probes the wall; a breach stays a breach until the server is started anew. */
  void probeWall() {
    try {
      if (wallStands && !canary.holds()) {
        wallStands = false;
        LOG.error("ISOLATION BREACH: a row of one tenant is visible from another; not ready");
        alarm.run();
      }
    } catch (RuntimeException | Refusal down) {
      LOG.warn("the isolation probe could not run: {}", down.getMessage());
    }
  }
}
