package dev.gatehouse.server.management;

import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.storage.TenantTx;
import java.util.Optional;

/** One line of the management API: what it is, and what it does in the caller's tenant. */
public sealed interface Endpoint {
  /** What it is. */
  Operation operation();

  /**
   * The type of the record that each call of it leaves; none where a use of the token is enough.
   */
  Optional<EventType> event();

  /** Looks at something. */
  record Read(Operation operation, Optional<EventType> event, Reading preparation)
      implements Endpoint {
    /** One whose calls leave no record but the use of the token. */
    public Read(Operation operation, Look look) {
      this(operation, Optional.empty(), request -> look);
    }

    /** The same with something to do before the transaction. */
    public static Read prepared(Operation operation, Reading reading) {
      return new Read(operation, Optional.empty(), reading);
    }

    public Read {
      require(!operation.changes(), operation);
    }
  }

  /** Changes something. */
  record Write(Operation operation, Optional<EventType> event, Preparation preparation)
      implements Endpoint {
    public Write(Operation operation, EventType event, Preparation preparation) {
      this(operation, Optional.of(event), preparation);
    }

    public Write {
      require(operation.changes() && event.isPresent(), operation);
    }
  }

  /** What is read, in a transaction that sees the caller's tenant and changes nothing. */
  @FunctionalInterface
  interface Look {
    /** What to answer. */
    Result in(TenantTx tx, Caller caller, ApiRequest request) throws Refusal;
  }

  /** What is done before a look: what opens a transaction of its own. */
  @FunctionalInterface
  interface Reading {
    /** The look, ready to run. */
    Look of(ApiRequest request) throws Refusal;
  }

  /** What is done before the transaction: hashing, rendering. */
  @FunctionalInterface
  interface Preparation {
    /** The act, ready to run; it may run twice. */
    Act of(ApiRequest request) throws Refusal;
  }

  /** What is done in the transaction, after the caller is known and permitted. Effects only. */
  @FunctionalInterface
  interface Act {
    /**
     * Does it; the record of success is appended after it.
     *
     * @param attempt for what the record shall say besides
     */
    Result in(TenantTx tx, Caller caller, Attempt attempt) throws Refusal;
  }

  private static void require(boolean right, Operation operation) {
    if (!right) {
      throw new IllegalArgumentException("not what it says: " + operation.id());
    }
  }
}
