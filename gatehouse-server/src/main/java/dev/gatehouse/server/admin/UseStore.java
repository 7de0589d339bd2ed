package dev.gatehouse.server.admin;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.storage.TenantTx;

/** How much of what a realm file declares a tenant uses. */
interface UseStore {
  /** How many principals have the role. */
  long holders(TenantTx tx, String role);

  /** How many token families of the client live, and how many people allowed it something. */
  long uses(TenantTx tx, ClientId client);
}
