package dev.gatehouse.server.storage;

import dev.gatehouse.server.kernel.Refusal;

/**
 * What is being attempted in a transaction, so far as the record of it goes. A transaction that
 * acts has one; no record, no act.
 */
public interface Attempted {
  /** For transactions that only read: nothing is recorded, and a refusal leaves nothing behind. */
  Attempted NOTHING =
      new Attempted() {
        @Override
        public boolean refused(Tx tx, Refusal refusal) {
          return false;
        }

        @Override
        public void beforeCommit() {}

        @Override
        public Runnable restorePoint() {
          return () -> {};
        }
      };

  /**
   * Appends the record of a refusal, after the effects were undone and before the commit.
   *
   * @return whether a record was written or counted
   */
  boolean refused(Tx tx, Refusal refusal);

  /** Throws {@link IllegalStateException} when the act is about to commit without its record. */
  void beforeCommit();

  /** How to forget what is noted from here on, for work that is rolled back and runs again. */
  Runnable restorePoint();
}
