package dev.gatehouse.server.session;

import dev.gatehouse.server.storage.Tx;
import java.util.Collection;
import org.jdbi.v3.core.Handle;

/** The revocations of a realm. */
interface RevocationStore {
  /**
   * Takes the realm's next numbers and keeps one revocation at each.
   *
   * @param as the transaction's effect or lasting handle
   * @return the last number taken
   */
  long append(Tx tx, Handle as, Collection<Revocations.Subject> subjects);

  /** The realm's number. */
  long current(Tx tx);

  /** Whether a revocation with a higher number names any of the subjects. */
  boolean isRevoked(Tx tx, long rs, Collection<Revocations.Subject> subjects);
}
