package dev.gatehouse.server.storage;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.kernel.TransactionScope;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where a transaction opens. Its first statement names realm and tenant; a refusal
 * goes back to before the first effect, appends its record and commits; anything unchecked rolls
 * back all.
 *
 * <p>Every method throws {@link DatabaseUnavailable} when the database can't be reached in time.
 */
public final class Transactions {
  private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

  private final Jdbi database;
  private final Clock clock;

  /**
   * @param database connections of the runtime role, auto-commit off
   */
  public Transactions(Jdbi database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Reads in a tenant. A refusal rolls back and is not recorded here. */
  public <T> T readTenant(RealmId realm, TenantId tenant, Work<TenantTx, T> work) throws Refusal {
    return inTenant(realm, tenant, Attempted.NOTHING, work);
  }

  /** Acts in a tenant. */
  public <T> T inTenant(RealmId realm, TenantId tenant, Attempted attempted, Work<TenantTx, T> work)
      throws Refusal {
    return run(
        handle -> new TenantTx(realm, tenant, Statements.begin(handle, realm, tenant, now())),
        attempted,
        work);
  }

  /** Reads what belongs to a realm. A refusal rolls back and is not recorded here. */
  public <T> T readRealm(RealmId realm, Work<RealmTx, T> work) throws Refusal {
    return inRealm(realm, Attempted.NOTHING, work);
  }

  /** Acts on what belongs to a realm and to no tenant. */
  public <T> T inRealm(RealmId realm, Attempted attempted, Work<RealmTx, T> work) throws Refusal {
    TenantId own = TenantId.ownOf(realm);
    return run(
        handle -> new RealmTx(realm, own, Statements.begin(handle, realm, own, now())),
        attempted,
        work);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private <X extends Tx, T> T run(Function<Handle, X> begin, Attempted attempted, Work<X, T> work)
      throws Refusal {
    TransactionScope.refuseInside("a second transaction");
    try {
      return ScopedValue.where(TransactionScope.OPEN, true)
          .call(() -> {
            try (Handle handle = database.open()) {
              handle.begin();
              return finish(handle, begin.apply(handle), attempted, work);
            }
          });
    } catch (Refusal refusal) {
      throw refusal;
    } catch (RuntimeException failure) {
      throw isUnavailable(failure) ? new DatabaseUnavailable(failure) : failure;
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static <X extends Tx, T> T finish(
      Handle handle, X tx, Attempted attempted, Work<X, T> work) throws Refusal {
    boolean committed = false;
    try {
      T result = work.in(tx);
      attempted.beforeCommit();
      handle.commit();
      committed = true;
      return result;
    } catch (Refusal refusal) {
      tx.undoEffects();
      boolean recorded = attempted.refused(tx, refusal);
      handle.commit();
      committed = true;
      if (recorded) {
        refusal.markRecorded();
      }
      throw refusal;
    } finally {
      if (!committed) {
        rollBack(handle);
      }
    }
  }

  private static void rollBack(Handle handle) {
    try {
      handle.rollback();
    } catch (RuntimeException lost) {
      // the connection is gone and the database rolls back by itself; the first failure is the one
      // to tell
      LOG.debug("rollback failed", lost);
    }
  }

  /**
   * Connection lost or not had in time, shutdown, cancelled for time, out of connections or disk.
   */
  private static boolean isUnavailable(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientConnectionException) {
        return true;
      }
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        String state = sql.getSQLState();
        if (state.startsWith("08") || state.startsWith("53") || state.startsWith("57")) {
          return true;
        }
      }
    }
    return false;
  }
}
