package dev.gatehouse.server.storage;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/**
 * A transaction of the worker role, which crosses tenants on a few named tables and columns: the
 * outbox and expiry. Only {@link WorkerTransactions} makes one.
 */
public final class WorkerTx {
  private final Handle handle;
  private final Instant now;

  WorkerTx(Handle handle, Instant now) {
    this.handle = handle;
    this.now = now;
  }

  /** The time of this transaction, in whole microseconds, from the injected clock. */
  public Instant now() {
    return now;
  }

  /** For its statements. */
  public Handle statements() {
    return handle;
  }
}
