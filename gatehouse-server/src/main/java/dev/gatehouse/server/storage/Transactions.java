package dev.gatehouse.server.storage;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.kernel.TransactionScope;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where a transaction opens. Its first statement names realm and tenant; a refusal
 * goes back to before the first effect, appends its record and commits; anything unchecked rolls
 * back all.
 *
 * <p>When transactions get in each other's way (SQLSTATE 40001, 40P01), the one that the database
 * gave up is rolled back and its work runs once more; so work changes nothing but its transaction
 * and what it notes in its {@link Attempted}.
 *
 * <p>Every method throws {@link DatabaseUnavailable} when the database can't be reached in time, or
 * gives up the second run too.
 */
public final class Transactions {
  private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

  private final ConnectionPool pool;
  private final JdbiHandles handles = new JdbiHandles();
  private final Clock clock;

  /**
   * @param pool connections of the runtime role
   */
  public Transactions(ConnectionPool pool, Clock clock) {
    this.pool = pool;
    this.clock = clock;
  }

  /**
   * Reads in a tenant; the database refuses every change. A refusal is passed on, not recorded
   * here.
   */
  public <T> T readTenant(RealmId realm, TenantId tenant, Work<TenantTx, T> work) throws Refusal {
    return run(scope(realm, tenant, Sql.Extent.READS), TenantTx::new, Attempted.NOTHING, work);
  }

  /**
   * Reads in a tenant what one {@link Call} gives, in one round trip from begin to end. A second
   * statement throws.
   */
  public <T> T readOnce(RealmId realm, TenantId tenant, Work<TenantTx, T> work) throws Refusal {
    Statements.Scope scope = scope(realm, tenant, Sql.Extent.READS_ONCE);
    return run(scope, TenantTx::new, Attempted.NOTHING, work);
  }

  /** Acts in a tenant. */
  public <T> T inTenant(RealmId realm, TenantId tenant, Attempted attempted, Work<TenantTx, T> work)
      throws Refusal {
    return run(scope(realm, tenant, Sql.Extent.ACTS), TenantTx::new, attempted, work);
  }

  /**
   * Reads what belongs to a realm; the database refuses every change. A refusal is passed on, not
   * recorded here.
   */
  public <T> T readRealm(RealmId realm, Work<RealmTx, T> work) throws Refusal {
    return run(
        scope(realm, TenantId.ownOf(realm), Sql.Extent.READS),
        RealmTx::new,
        Attempted.NOTHING,
        work);
  }

  /** Acts on what belongs to a realm and to no tenant. */
  public <T> T inRealm(RealmId realm, Attempted attempted, Work<RealmTx, T> work) throws Refusal {
    return run(scope(realm, TenantId.ownOf(realm), Sql.Extent.ACTS), RealmTx::new, attempted, work);
  }

  private Statements.Scope scope(RealmId realm, TenantId tenant, Sql.Extent extent) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return new Statements.Scope(realm, tenant, extent, now);
  }

  private <X extends Tx, T> T run(
      Statements.Scope scope, Function<Statements, X> begin, Attempted attempted, Work<X, T> work)
      throws Refusal {
    TransactionScope.refuseInside("a second transaction");
    Runnable forget = attempted.restorePoint();
    try {
      return runOnce(scope, begin, attempted, work);
    } catch (RuntimeException failure) {
      if (DatabaseFailure.of(failure) != DatabaseFailure.CONTENTION) {
        throw told(failure);
      }
      LOG.info("the database gave up a transaction, which runs again");
      forget.run();
    }
    try {
      return runOnce(scope, begin, attempted, work);
    } catch (RuntimeException failure) {
      throw told(failure);
    }
  }

  private <X extends Tx, T> T runOnce(
      Statements.Scope scope, Function<Statements, X> begin, Attempted attempted, Work<X, T> work)
      throws Refusal {
    try {
      return ScopedValue.where(TransactionScope.OPEN, true)
          .call(() -> {
            try (Connection connection = pool.connection()) {
              Statements statements = new Statements(connection, handles, scope);
              return finish(connection, statements, begin.apply(statements), attempted, work);
            }
          });
    } catch (Refusal | RuntimeException failure) {
      throw failure;
    } catch (SQLException failure) {
      throw new StatementFailed("connection", failure);
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static <X extends Tx, T> T finish(
      Connection connection, Statements statements, X tx, Attempted attempted, Work<X, T> work)
      throws Refusal {
    boolean committed = false;
    try {
      T result = work.in(tx);
      attempted.beforeCommit();
      statements.commit();
      committed = true;
      return result;
    } catch (Refusal refusal) {
      statements.undoEffects();
      boolean recorded = attempted.refused(tx, refusal);
      statements.commit();
      committed = true;
      if (recorded) {
        refusal.markRecorded();
      }
      throw refusal;
    } finally {
      if (!committed) {
        rollBack(connection);
      }
    }
  }

  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException lost) {
      // the connection is gone and the database rolls back by itself; the first failure is the one
      // to tell
      LOG.debug("rollback failed", lost);
    }
  }

  private static RuntimeException told(RuntimeException failure) {
    return DatabaseFailure.of(failure) == DatabaseFailure.OTHER
        ? failure
        : new DatabaseUnavailable(failure);
  }
}
