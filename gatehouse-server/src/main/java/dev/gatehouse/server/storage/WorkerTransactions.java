package dev.gatehouse.server.storage;

import dev.gatehouse.server.kernel.TransactionScope;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Opens the transactions of the worker role. What it does answers nobody, so it is not recorded and
 * can't be refused: it commits, or it rolls back and is tried again.
 */
public final class WorkerTransactions {
  private final Jdbi database;
  private final Clock clock;

  /**
   * @param database connections of {@code gatehouse_worker}, auto-commit off
   */
  public WorkerTransactions(Jdbi database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Works in one transaction. */
  public <T> T run(Function<WorkerTx, T> work) {
    TransactionScope.refuseInside("a second transaction");
    return ScopedValue.where(TransactionScope.OPEN, true)
        .call(() -> {
          try (Handle handle = database.open()) {
            return finish(handle, work);
          }
        });
  }

  private <T> T finish(Handle handle, Function<WorkerTx, T> work) {
    handle.begin();
    boolean committed = false;
    try {
      T result = work.apply(new WorkerTx(handle, clock.instant().truncatedTo(ChronoUnit.MICROS)));
      handle.commit();
      committed = true;
      return result;
    } finally {
      if (!committed) {
        handle.rollback();
      }
    }
  }
}
