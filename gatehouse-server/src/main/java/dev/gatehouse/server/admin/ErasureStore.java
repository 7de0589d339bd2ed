package dev.gatehouse.server.admin;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.storage.WorkerTx;
import java.util.List;

/** Deletes what ended tenants have, as the worker: the database lets it delete nobody else's. */
interface ErasureStore {
  /**
   * A tenant whose time has come.
   *
   * @param begun whether its rows may be deleted already
   */
  record Ending(RealmId realm, TenantId tenant, boolean begun) {}

  /** Some of those whose time has come. */
  List<Ending> due(WorkerTx tx, int most);

  /** Deletes up to so many people with all that is theirs; how many. */
  int people(WorkerTx tx, TenantId tenant, int most);

  /** Deletes what belongs to nobody of the tenant in particular, keys of records first. */
  void rest(WorkerTx tx, TenantId tenant);
}
