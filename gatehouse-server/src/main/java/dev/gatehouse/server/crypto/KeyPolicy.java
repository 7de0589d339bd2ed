package dev.gatehouse.server.crypto;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.storage.RealmTx;
import java.time.Duration;
import java.util.Set;

/** What a realm signs with and for how long, and what is left behind when a key changes. */
public interface KeyPolicy {
  /** What signs tokens of that use where nothing else is asked for. */
  Ring ordinary(RealmId realm, KeyUse use);

  /** Everything the realm has key pairs for. */
  Set<Ring> rings(RealmId realm);

  /** The size of its RSA keys. */
  int rsaBits(RealmId realm);

  /** How long a key signs. */
  Duration rotation(RealmId realm);

  /** How long after its last signature something signed may still come. */
  Duration remembered(RealmId realm, KeyUse use);

  /** Appends the record of a change, in its transaction. */
  void record(RealmTx tx, KeyChange change);
}
