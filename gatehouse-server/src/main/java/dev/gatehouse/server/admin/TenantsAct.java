package dev.gatehouse.server.admin;

import dev.gatehouse.server.admin.TenantAdministration.Known;
import dev.gatehouse.server.http.AdminSocket.Result;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.principal.EmailAddress;
import dev.gatehouse.server.realm.RealmCatalog;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** {@code POST /tenants/…}: list, show, create, suspend, resume, delete. */
public final class TenantsAct {
  private static final int LONGEST_NAME = 100;

  private final RealmCatalog realms;
  private final TenantAdministration tenants;

  public TenantsAct(RealmCatalog realms, TenantAdministration tenants) {
    this.realms = realms;
    this.tenants = tenants;
  }

  /** Those of a realm. */
  public Result list(String body) {
    return Answers.to(
        body,
        request ->
            Answers.ok(
                Map.of(
                    "tenants",
                    tenants.all(realm(request)).stream().map(TenantsAct::described).toList())));
  }

  /** One of them. */
  public Result show(String body) {
    return one(body, request -> tenants.known(realm(request), named(request)));
  }

  /** One more, with an owner who is asked to join. */
  public Result create(String body) {
    return one(
        body,
        request -> {
          String name = request.path("name").asString("").strip();
          if (name.isEmpty() || name.length() > LONGEST_NAME || hasControls(name)) {
            throw new IllegalArgumentException(
                "a name has 1 to " + LONGEST_NAME + " printable characters");
          }
          EmailAddress owner =
              EmailAddress.parse(request.path("owner").asString(""))
                  .orElseThrow(() ->
                      new IllegalArgumentException("the owner is named by an e-mail address"));
          return tenants.create(realm(request), name, owner, Answers.by(request));
        });
  }

  private static boolean hasControls(String name) {
    return name.codePoints().anyMatch(Character::isISOControl);
  }

  /** Shuts one. */
  public Result suspend(String body) {
    return one(
        body, request -> tenants.suspend(realm(request), named(request), Answers.by(request)));
  }

  /** Lets it go on. */
  public Result resume(String body) {
    return one(
        body, request -> tenants.resume(realm(request), named(request), Answers.by(request)));
  }

  /** Shuts it, to be erased after the time of grace. */
  public Result delete(String body) {
    return one(
        body, request -> tenants.delete(realm(request), named(request), Answers.by(request)));
  }

  /** What ends in one tenant, described. */
  @FunctionalInterface
  private interface Asked {
    Known of(JsonNode request) throws Refusal;
  }

  private static Result one(String body, Asked act) {
    return Answers.to(body, request -> Answers.ok(described(act.of(request))));
  }

  private RealmId realm(JsonNode request) {
    String name = request.path("realm").asString("");
    if (!RealmId.isWellFormed(name) || realms.find(new RealmId(name)).isEmpty()) {
      throw new IllegalArgumentException("there is no realm \"" + name + "\"");
    }
    return new RealmId(name);
  }

  private static String named(JsonNode request) {
    return request.path("tenant").asString("");
  }

  private static Map<String, Object> described(Known known) {
    Map<String, Object> tenant = new LinkedHashMap<>();
    tenant.put("id", known.tenant().id().toString());
    tenant.put("slug", known.tenant().slug().value());
    tenant.put("name", known.tenant().name());
    tenant.put("status", known.life().status().text());
    tenant.put("created_at", known.tenant().createdAt().toString());
    known.life().eraseAfter().ifPresent(end -> tenant.put("erase_after", end.toString()));
    return tenant;
  }
}
