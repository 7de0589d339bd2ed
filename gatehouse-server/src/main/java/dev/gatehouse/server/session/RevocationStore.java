package dev.gatehouse.server.session;

import dev.gatehouse.server.storage.Tx;
import java.util.Collection;

/** The revocations of a realm. */
interface RevocationStore {
  /**
   * Takes the realm's next numbers and keeps one revocation at each, as an effect.
   *
   * @return the last number taken
   */
  long append(Tx tx, Collection<Revocations.Subject> subjects);

  /** The same, so that it stays when the act is refused. */
  long appendLasting(Tx tx, Collection<Revocations.Subject> subjects);

  /** The realm's number. */
  long current(Tx tx);

  /** Whether a revocation with a higher number names any of the subjects. */
  boolean isRevoked(Tx tx, long rs, Collection<Revocations.Subject> subjects);
}
