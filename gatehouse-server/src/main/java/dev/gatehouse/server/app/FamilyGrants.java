package dev.gatehouse.server.app;

import dev.gatehouse.server.account.OfflineGrants;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.oauth.OfflineSessions;
import dev.gatehouse.server.storage.TenantTx;
import java.util.List;
import java.util.UUID;

/** Token families as the account page shows them. */
record FamilyGrants(OfflineSessions sessions) implements OfflineGrants {
  @Override
  public List<Entry> list(TenantTx tx, PrincipalId principal) {
    return sessions.list(tx, principal).stream()
        .map(it -> new Entry(it.id(), it.application(), it.grantedAt(), it.lastUsedAt()))
        .toList();
  }

  @Override
  public boolean revoke(TenantTx tx, PrincipalId principal, UUID id) {
    return sessions.end(tx, principal, id).isPresent();
  }
}
