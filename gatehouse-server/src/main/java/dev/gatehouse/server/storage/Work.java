package dev.gatehouse.server.storage;

import dev.gatehouse.server.kernel.Refusal;

/** What is done in a transaction. */
@FunctionalInterface
public interface Work<X extends Tx, T> {
  /** Does it; a {@link Refusal} undoes the effects, anything unchecked undoes all. */
  T in(X tx) throws Refusal;
}
