package dev.gatehouse.server.crypto;

import dev.gatehouse.server.storage.RealmTx;
import java.util.List;

/** Where the signing keys of realms are kept, their private halves sealed. */
interface KeyStore {
  /** Every key of the realm but the revoked ones, oldest first. */
  List<SealedKey> published(RealmTx tx);

  /**
   * Stores an active key unless the realm has one for that use: of two servers that make one at the
   * same time, one wins.
   *
   * @return whether it was stored
   */
  boolean insertActive(RealmTx tx, SealedKey key);

  /** Has the active key of that use retire when it is of another algorithm. */
  void retireOthers(RealmTx tx, KeyUse use, SigningAlgorithm wanted);
}
