package dev.gatehouse.server.realm;

import dev.gatehouse.server.storage.RealmTx;

/** What the database knows of a realm: that it is there, and its own tenant. */
public interface RealmStore {
  /** Makes the realm and its own tenant where they are missing. */
  void ensure(RealmTx tx, String productName);
}
