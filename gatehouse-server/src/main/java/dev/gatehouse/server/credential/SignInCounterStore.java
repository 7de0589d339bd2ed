package dev.gatehouse.server.credential;

import dev.gatehouse.server.storage.RealmTx;
import dev.gatehouse.server.storage.Tx;
import java.time.Instant;
import java.util.Optional;

/** Counts of sign-in tries; an address is its keyed digest. */
interface SignInCounterStore {
  /** Until when nobody is let in, if that is still to come; holds the row until the end. */
  Optional<Instant> lockedUntil(RealmTx tx, byte[] addressMac);

  /**
   * Adds one, lasting.
   *
   * @return the count, this one included
   */
  int count(RealmTx tx, byte[] addressMac);

  /** Lets nobody in before that time, lasting. */
  void lock(RealmTx tx, byte[] addressMac, Instant until);

  /** Forgets the count, as an effect. */
  void clear(Tx tx, byte[] addressMac);
}
