package dev.gatehouse.server.kernel;

/**
 * Marks that a database transaction is open on this thread. Slow work (hashing, mail, rendering)
 * asks {@link #refuseInside} first, so that no connection is ever held through it.
 */
public final class TransactionScope {
  /** Bound while a transaction is open. */
  public static final ScopedValue<Boolean> OPEN = ScopedValue.newInstance();

  private TransactionScope() {}

  /**
   * Throws when a transaction is open.
   *
   * @param work what is about to be done, for the message
   */
  public static void refuseInside(String work) {
    if (OPEN.isBound()) {
      throw new IllegalStateException(work + " inside an open transaction");
    }
  }
}
