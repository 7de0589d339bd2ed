package dev.gatehouse.server.account;

import dev.gatehouse.server.access.Rights;
import dev.gatehouse.server.credential.SignInMethod;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.principal.Person;
import dev.gatehouse.server.realm.Permission;
import dev.gatehouse.server.realm.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who somebody is here, as they are now.
 *
 * @param methods by what they can sign in
 * @param rights what they may do
 * @param organisation name of their tenant
 */
record Identity(
    Person person,
    List<SignInMethod> methods,
    Rights rights,
    TenantId tenant,
    String organisation) {
  /** Kept by this realm itself and by no other identity provider. */
  static final String TYPE = "local";

  Identity {
    methods = List.copyOf(methods);
  }

  boolean mfaEnabled() {
    return methods.stream().anyMatch(SignInMethod::isSecondFactor);
  }

  /** For programs. */
  Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("principal_id", person.id().toString());
    members.put("identity_type", TYPE);
    members.put("name", person.name());
    members.put("email", person.email().address());
    members.put("email_verified", person.verified());
    members.put("auth_methods", methods.stream().map(SignInMethod::wire).toList());
    members.put("mfa_enabled", mfaEnabled());
    members.put("roles", rights.roles().stream().map(Role::name).toList());
    members.put("permissions", rights.permissions().stream().map(Permission::name).toList());
    members.put("tenant_id", tenant.toString());
    members.put("tenant_name", organisation);
    return members;
  }
}
