package dev.gatehouse.server.admin;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.storage.RealmTx;
import java.util.Set;

/** Where a realm's file gave clients roles, until they are taken back. */
interface DeclaredPlaceStore {
  /** Where a client is somebody. */
  record Place(TenantId tenant, ClientId client) {}

  /** All of the realm. */
  Set<Place> all(RealmTx tx);

  /** Notes a place, as an effect. */
  void add(RealmTx tx, Place place);

  /** Forgets a place, as an effect. */
  void remove(RealmTx tx, Place place);
}
