package dev.gatehouse.server.management.resource;

import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.management.Caller;
import dev.gatehouse.server.management.Endpoint;
import dev.gatehouse.server.management.Operation;
import dev.gatehouse.server.management.Result;
import dev.gatehouse.server.management.Schema;
import dev.gatehouse.server.management.Schema.Fields;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.realm.ManagementAct;
import dev.gatehouse.server.storage.TenantTx;
import dev.gatehouse.server.tenant.Tenant;
import dev.gatehouse.server.tenant.TenantStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /api/clients}: the applications that the realm's file declares for everybody or for this
 * organisation. They are changed there and nowhere else.
 */
public final class ClientResource {
  private static final Fields CLIENT =
      Fields.named("Client")
          .with("id", Schema.text(256), "its client_id")
          .with("name", Schema.text(1000), "what people read")
          .with("type", Schema.words("public", "confidential"), "whether it can keep a secret")
          .with("first_party", new Schema.Flag(), "whether it is the realm's own")
          .with("declared", new Schema.Flag(), "whether it stands in the realm's file")
          .with("grants", new Schema.ListOf(Schema.text(64), 16), "how it gets tokens")
          .with("scopes", new Schema.ListOf(Schema.text(128), 200), "what it may ask for")
          .with("redirect_uris", new Schema.ListOf(Schema.text(2048), 100), "where codes may go");

  private final TenantStore tenants;

  public ClientResource(TenantStore tenants) {
    this.tenants = tenants;
  }

  /** {@code GET /api/clients}. */
  public Endpoint list() {
    return new Endpoint.Read(
        Operation.read("listClients", "List the applications", ManagementAct.CLIENT_READ)
            .lists(CLIENT),
        (tx, caller, request) ->
            Result.page(
                Named.after(visible(tx, caller), client -> client.id().value(), request.slice()),
                request.slice(),
                ClientResource::written,
                client -> client.id().value()));
  }

  /** {@code GET /api/clients/{id}}. */
  public Endpoint show() {
    return new Endpoint.Read(
        Operation.read("getClient", "Show an application", ManagementAct.CLIENT_READ)
            .answers(200, CLIENT),
        (tx, caller, request) -> Result.of(written(require(tx, caller, request.path("id")))));
  }

  /** {@code DELETE /api/clients/{id}}: refused, because files count; says so in words. */
  public Endpoint delete() {
    return new Endpoint.Write(
        Operation.write("deleteClient", "Remove an application", ManagementAct.CLIENT_MANAGE),
        EventType.CLIENT_DELETED,
        request ->
            (tx, caller, attempt) -> {
              Client client = require(tx, caller, request.path("id"));
              attempt.on("client", client.id().value());
              throw Refusal.of(Reason.CLIENT_DECLARED);
            });
  }

  private Client require(TenantTx tx, Caller caller, String id) throws Refusal {
    Optional<Client> client =
        id.isEmpty() || id.length() > ClientId.MAX_LENGTH
            ? Optional.empty()
            : visible(tx, caller).stream().filter(it -> it.id().value().equals(id)).findFirst();
    if (client.isEmpty()) {
      throw Refusal.of(Reason.CLIENT_NOT_FOUND);
    }
    return client.get();
  }

  /** An application that is bound to another organisation is nobody's business here. */
  private List<Client> visible(TenantTx tx, Caller caller) {
    Optional<Tenant> own = tenants.find(tx);
    return caller.realm().clients().stream()
        .filter(client ->
            client
                .tenant()
                .map(bound ->
                    bound.equals(tx.tenant().toString())
                        || own.filter(tenant -> tenant.slug().value().equals(bound)).isPresent())
                .orElse(true))
        .toList();
  }

  private static Map<String, Object> written(Client client) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("id", client.id().value());
    shown.put("name", client.name());
    shown.put("type", client.isPublic() ? "public" : "confidential");
    shown.put("first_party", client.firstParty());
    shown.put("declared", true);
    shown.put("grants", client.grants().stream().map(Client.Grant::wire).sorted().toList());
    shown.put("scopes", client.scopes().stream().sorted().toList());
    shown.put("redirect_uris", client.redirectUris().stream().map(Object::toString).toList());
    return shown;
  }
}
