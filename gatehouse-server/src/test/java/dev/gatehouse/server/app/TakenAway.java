package dev.gatehouse.server.app;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.session.Revocations;
import dev.gatehouse.server.session.Revocations.Kind;
import java.util.UUID;

/**
 * Takes away what tokens rest on, as every act that does so: the state changes, and the realm's
 * revocation sequence says it.
 */
final class TakenAway {
  private final RunningServer server;
  private final RealmId realm;
  private final TenantId tenant;

  TakenAway(RunningServer server, RealmId realm, String tenant) {
    this.server = server;
    this.realm = realm;
    this.tenant = new TenantId(UUID.fromString(tenant));
  }

  /** A person or a service account is disabled. */
  void principal(String id) {
    change("UPDATE gatehouse.principal SET status = 'disabled' WHERE principal_id", id);
    revoke(Kind.PRINCIPAL, id);
  }

  /** A person or a service account loses its roles. */
  void roles(String id) {
    change("UPDATE gatehouse.principal SET roles = '{}' WHERE principal_id", id);
    revoke(Kind.PRINCIPAL, id);
  }

  /** The tenant is suspended. */
  void tenant() {
    change("UPDATE gatehouse.tenant SET status = 'suspended' WHERE tenant_id", tenant.toString());
    revoke(Kind.TENANT, tenant.toString());
  }

  void revoke(Kind kind, String id) {
    server
        .database()
        .in(server.clock(), realm, tenant, tx -> new Revocations().revoke(tx, kind, id));
  }

  private void change(String sql, String id) {
    server.database().execute(sql + " = ?", UUID.fromString(id));
  }
}
