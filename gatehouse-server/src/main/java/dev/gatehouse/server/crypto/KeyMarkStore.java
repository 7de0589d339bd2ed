package dev.gatehouse.server.crypto;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.storage.WorkerTx;
import java.util.Map;
import java.util.Set;

/** Which keys there are, across realms, and nothing of what they are. */
interface KeyMarkStore {
  /** The marks of the keys that are published now, by realm. */
  Map<RealmId, Set<String>> published(WorkerTx tx);
}
