package dev.gatehouse.server.realm;

import dev.gatehouse.server.storage.RealmTx;
import java.util.Optional;

/** What the database knows of a realm: that it is there, and its own tenant. */
public interface RealmStore {
  /** Makes the realm and its own tenant where they are missing. */
  void ensure(RealmTx tx, String productName);

  /** The value sealed under the master key that this database was set up with. */
  Optional<byte[]> keyProbe(RealmTx tx);

  /** Keeps the first one; lasting. */
  void plantKeyProbe(RealmTx tx, byte[] sealed);
}
