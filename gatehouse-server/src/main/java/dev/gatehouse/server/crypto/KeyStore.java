package dev.gatehouse.server.crypto;

import dev.gatehouse.server.storage.RealmTx;
import java.time.Instant;
import java.util.List;

/** Where the signing keys of realms are kept, their private halves sealed. */
interface KeyStore {
  /** Every key that is published now, oldest first. */
  List<SealedKey> published(RealmTx tx);

  /** Every key there ever was, oldest first. */
  List<SealedKey> all(RealmTx tx);

  /** Those that are next or active, locked until the transaction ends. */
  List<SealedKey> locked(RealmTx tx);

  /**
   * Stores a key in the state it is in, unless its ring has one in that state: of two servers that
   * make one at the same time, one wins.
   *
   * @return whether it was stored
   */
  boolean insert(RealmTx tx, SealedKey key);

  /** Has the next key sign from now on. */
  void activate(RealmTx tx, String kid);

  /** Has a key sign no more, and wipes its private half; it is published until it is gone. */
  void retire(RealmTx tx, String kid, Instant gone);

  /**
   * Has nothing that a key signed verify any more, and wipes its private half.
   *
   * @return whether it was not revoked before
   */
  boolean revoke(RealmTx tx, String kid);
}
