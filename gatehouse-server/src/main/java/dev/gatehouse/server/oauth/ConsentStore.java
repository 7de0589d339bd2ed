package dev.gatehouse.server.oauth;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.storage.TenantTx;

/** What people allowed clients to have. */
interface ConsentStore {
  /** The scopes the person allowed the client; none where they never did. */
  Scopes find(TenantTx tx, PrincipalId principal, ClientId client);

  /** Adds the scopes to those allowed before. */
  void allow(TenantTx tx, PrincipalId principal, ClientId client, Scopes scopes);
}
