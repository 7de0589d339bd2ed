package dev.gatehouse.server.oauth.registration;

import dev.gatehouse.server.storage.RealmTx;
import java.time.Instant;
import java.util.UUID;

/** Which initial access tokens there are (RFC 7591 §1.2). */
interface InitialAccessStore {
  /** Keeps a new one, as an effect. */
  void insert(RealmTx tx, UUID id, byte[] digest, int uses, Instant expires);

  /** Whether it is good for one more registration now. */
  boolean isGood(RealmTx tx, UUID id, byte[] digest);

  /**
   * Uses it once, as an effect; of many at the same time no more than it has uses left.
   *
   * @return whether it was good
   */
  boolean use(RealmTx tx, UUID id, byte[] digest);
}
