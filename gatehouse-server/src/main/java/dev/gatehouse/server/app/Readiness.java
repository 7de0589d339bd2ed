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
  private final Runnable recordBreach;
  private volatile boolean wallStands = true;
  private volatile boolean ownRowSeen = true;
  private volatile boolean breachRecorded;

  /**
   * @param recordBreach leaves the record of a breach; tried again until it succeeds
   */
  Readiness(
      Transactions transactions, Canary canary, RealmId realm, Clock clock, Runnable recordBreach) {
    this.transactions = transactions;
    this.canary = canary;
    this.realm = realm;
    this.clock = clock;
    this.recordBreach = recordBreach;
  }

  boolean isReady() {
    if (!wallStands || !ownRowSeen) {
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

  /**
   * Whether no row of one tenant was ever seen from another since the start. While it is false
   * nothing of a realm is answered.
   */
  boolean wallStands() {
    return wallStands;
  }

  /** Probes the wall; a breach stays a breach until the server is started anew. */
  void probeWall() {
    try {
      Canary.Sight sight = wallStands ? canary.look() : Canary.Sight.ANOTHERS_ROW;
      ownRowSeen = sight != Canary.Sight.NOTHING;
      switch (sight) {
        case ANOTHERS_ROW -> tellBreach();
        case NOTHING -> {
          LOG.error("the isolation probe does not see its own row; not ready, planting it anew");
          canary.plant();
        }
        case OWN_ROW -> {}
      }
    } catch (RuntimeException | Refusal down) {
      LOG.warn("the isolation probe could not run: {}", down.getMessage());
    }
  }

  /** Said again with every probe, so that an alert on the line stays up; recorded once. */
  private void tellBreach() {
    wallStands = false;
    LOG.error(
        "ALERT isolation.breach: a row of one tenant is visible from another;"
            + " realms are not served until this server is started anew");
    if (!breachRecorded) {
      recordBreach.run();
      breachRecorded = true;
    }
  }
}
