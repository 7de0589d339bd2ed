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
 * of the effect would take it along.
 */
public sealed interface Tx permits TenantTx, RealmTx {
  /** The realm whose realm-level rows are visible. */
  RealmId realm();

  /** The tenant whose rows are visible; in a {@link RealmTx} the realm's own. */
  TenantId tenant();

  /** The time of this transaction, in whole microseconds, from the injected clock. */
  Instant now();

  /** For statements that change nothing. */
  Handle read();

  /** For statements that stay even when the act is refused. */
  Handle lasting();

  /** For statements that a refusal undoes. */
  Handle effect();

  /** For the record of the act itself, last of all. */
  Handle record();

  /** Goes back to before the first effect. Called by {@link Transactions} on a refusal. */
  void undoEffects();
}
