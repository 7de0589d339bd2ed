package dev.gatehouse.server.storage;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.TenantId;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/**
 * An open transaction that shows the rows of one tenant and one realm. Stores choose how they
 * write:
 *
 * <ul>
 *   <li>{@link #lasting()}: survives a refusal (a redeemed code, a failed-login count);
 *   <li>{@link #effect()}: undone by a refusal (a session, a changed password).
 * </ul>
 *
 * <p>Lasting statements come first; one after an effect is a bug and throws, because the rollback
 * of the effect would take it along. Each kind is there twice: as JDBI's handle, and for the
 * statements of every request as a {@link Call}.
 */
public abstract sealed class Tx permits TenantTx, RealmTx {
  private final Statements statements;

  Tx(Statements statements) {
    this.statements = statements;
  }

  /** The realm whose realm-level rows are visible. */
  public final RealmId realm() {
    return statements.scope().realm();
  }

  /** The tenant whose rows are visible; in a {@link RealmTx} the realm's own. */
  public final TenantId tenant() {
    return statements.scope().tenant();
  }

  /** The time of this transaction, in whole microseconds, from the injected clock. */
  public final Instant now() {
    return statements.scope().now();
  }

  /** For statements that change nothing. */
  public final Handle read() {
    return statements.read();
  }

  /** The same for a statement of every request. */
  public final Call read(Sql sql) {
    return statements.read(sql);
  }

  /** For statements that stay even when the act is refused. */
  public final Handle lasting() {
    return statements.lasting();
  }

  /** The same for a statement of every request. */
  public final Call lasting(Sql sql) {
    return statements.lasting(sql);
  }

  /** For statements that a refusal undoes. */
  public final Handle effect() {
    return statements.effect();
  }

  /** The same for a statement of every request. */
  public final Call effect(Sql sql) {
    return statements.effect(sql);
  }

  /** For the record of the act itself, last of all. */
  public final Handle record() {
    return statements.read();
  }

  /** The same for a statement of every request. */
  public final Call record(Sql sql) {
    return statements.read(sql);
  }
}
