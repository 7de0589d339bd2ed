package dev.gatehouse.server.management.resource;

import dev.gatehouse.server.management.Endpoint;
import dev.gatehouse.server.management.Operation;
import dev.gatehouse.server.management.Result;
import dev.gatehouse.server.management.Schema;
import dev.gatehouse.server.management.Schema.Fields;
import dev.gatehouse.server.realm.ManagementAct;
import dev.gatehouse.server.storage.TenantTx;
import dev.gatehouse.server.tenant.Tenant;
import dev.gatehouse.server.tenant.TenantStore;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code /api/tenant}: the caller's own organisation. */
public final class TenantResource {
  private static final Fields TENANT =
      Fields.named("Tenant")
          .with("id", Schema.id(), "for ever; never given again")
          .with("slug", Schema.text(63), "its name in addresses")
          .with("name", Schema.text(200), "what people call it")
          .with("status", Schema.words("active", "suspended"), "whether its people may sign in")
          .with("region", Schema.text(64), "where its data is kept")
          .with("created_at", Schema.time(), "since when it is there");

  private final TenantStore tenants;

  public TenantResource(TenantStore tenants) {
    this.tenants = tenants;
  }

  /** {@code GET /api/tenant}. */
  public Endpoint show() {
    return new Endpoint.Read(
        Operation.read("getTenant", "Show the organisation", ManagementAct.TENANT_READ)
            .answers(200, TENANT)
            .versioned(Operation.Version.SHOWN),
        (tx, caller, request) -> Result.of(written(require(tx))));
  }

  private Tenant require(TenantTx tx) {
    return tenants.find(tx).orElseThrow(() -> new IllegalStateException("a caller of no tenant"));
  }

  private static Map<String, Object> written(Tenant tenant) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("id", tenant.id().toString());
    shown.put("slug", tenant.slug().value());
    shown.put("name", tenant.name());
    shown.put("status", tenant.active() ? "active" : "suspended");
    shown.put("region", tenant.region());
    shown.put("created_at", tenant.createdAt().toString());
    return shown;
  }
}
