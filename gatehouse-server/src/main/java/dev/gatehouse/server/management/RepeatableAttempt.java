package dev.gatehouse.server.management;

import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.server.storage.Tx;

/** An act that may turn out to be done already: then there is nothing to record. */
final class RepeatableAttempt implements Attempted {
  private final Attempt attempt;
  private boolean repeated;

  RepeatableAttempt(Attempt attempt) {
    this.attempt = attempt;
  }

  Attempt attempt() {
    return attempt;
  }

  /** The act was done and recorded before. */
  void isRepeated() {
    repeated = true;
  }

  @Override
  public boolean refused(Tx tx, Refusal refusal) {
    return attempt.refused(tx, refusal);
  }

  @Override
  public void beforeCommit() {
    if (!repeated) {
      attempt.beforeCommit();
    }
  }

  @Override
  public Runnable restorePoint() {
    Runnable forget = attempt.restorePoint();
    return () -> {
      forget.run();
      repeated = false;
    };
  }
}
