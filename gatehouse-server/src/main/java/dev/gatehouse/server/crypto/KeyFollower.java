package dev.gatehouse.server.crypto;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.storage.WorkerTransactions;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Keeps a ring at what any server made of the keys: one look at all realms, and a reading of those
 * that changed.
 */
public final class KeyFollower {
  private final Supplier<Map<RealmId, Set<String>>> marks;
  private final KeyRing ring;

  public KeyFollower(WorkerTransactions transactions, KeyRing ring) {
    KeyMarkStore store = new JdbcKeyMarkStore();
    this.marks = () -> transactions.run(store::published);
    this.ring = ring;
  }

  /** Looks once. */
  public void follow() {
    ring.follow(marks.get());
  }
}
