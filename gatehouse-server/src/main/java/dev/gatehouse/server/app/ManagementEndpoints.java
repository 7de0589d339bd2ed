package dev.gatehouse.server.app;

import dev.gatehouse.server.audit.AuditReader;
import dev.gatehouse.server.management.ApiGate;
import dev.gatehouse.server.management.resource.AuditResource;
import dev.gatehouse.server.management.resource.ClientResource;
import dev.gatehouse.server.management.resource.KeyResource;
import dev.gatehouse.server.management.resource.SessionResource;
import dev.gatehouse.server.management.resource.TenantResource;

/** The management API: its gate and what stands behind it. */
final class ManagementEndpoints {
  final ApiGate gate;
  final TenantResource tenant;
  final SessionResource sessions;
  final AuditResource audit;
  final KeyResource keys;
  final ClientResource clients;

  ManagementEndpoints(Foundation on, Features with) {
    gate =
        new ApiGate(
            new ApiGate.Ground(on.transactions, on.audit, on.realm()),
            with.provider.managementTokens,
            on.macs,
            on.envelope);
    tenant = new TenantResource(with.accounts.tenants());
    sessions = new SessionResource(with.sessions);
    audit = new AuditResource(new AuditReader(on.transactions, on.envelope, on.random));
    keys = new KeyResource(with.keys.ring);
    clients = new ClientResource(with.accounts.tenants());
  }
}
