package dev.gatehouse.server.session;

import dev.gatehouse.server.storage.TenantTx;
import dev.gatehouse.server.storage.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

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

  /**
   * A revocation.
   *
   * @param subject {@code kind:id}
   */
  record Numbered(long rs, String subject, Instant revokedAt) {}

  /**
   * The revocations from a number on, in order, of those after a moment; the realm's latest is
   * among them however old it is.
   */
  List<Numbered> since(TenantTx tx, long rs, Instant revokedAfter);
}
