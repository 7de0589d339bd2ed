package dev.gatehouse.server.management.resource;

import dev.gatehouse.server.management.Endpoint;
import dev.gatehouse.server.management.Operation;
import dev.gatehouse.server.management.Result;
import dev.gatehouse.server.management.Schema;
import dev.gatehouse.server.management.Schema.Fields;
import dev.gatehouse.server.realm.ManagementAct;
import dev.gatehouse.server.realm.Role;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code /api/roles}: what members can be given. */
public final class RoleResource {
  private static final Fields ROLE =
      Fields.named("Role")
          .with("name", Schema.text(64), "as it is given and as tokens carry it")
          .with("description", Schema.text(1000), "for people who give it")
          .with("owner", new Schema.Flag(), "whether an organisation always keeps one who has it")
          .with("mfa_required", new Schema.Flag(), "whether its holders need a second factor")
          .with(
              "permissions",
              new Schema.ListOf(Schema.text(64), 500),
              "what its holders may do, by name");

  private RoleResource() {}

  /** {@code GET /api/roles}. */
  public static Endpoint list() {
    return new Endpoint.Read(
        Operation.read("listRoles", "List the roles", ManagementAct.ROLE_READ).lists(ROLE),
        (tx, caller, request) ->
            Result.page(
                Named.after(caller.realm().roles(), Role::name, request.slice()),
                request.slice(),
                RoleResource::written,
                Role::name));
  }

  private static Map<String, Object> written(Role role) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("name", role.name());
    shown.put("description", role.description());
    shown.put("owner", role.owner());
    shown.put("mfa_required", role.mfaRequired());
    shown.put("permissions", role.permissions().stream().sorted().toList());
    return shown;
  }
}
