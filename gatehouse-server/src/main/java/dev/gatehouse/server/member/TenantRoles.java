package dev.gatehouse.server.member;

import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.principal.PersonStore;
import dev.gatehouse.server.realm.Permission;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.session.Revocations;
import dev.gatehouse.server.storage.TenantTx;
import dev.gatehouse.server.tenant.TenantRole;
import dev.gatehouse.server.tenant.TenantRoleStore;
import dev.gatehouse.server.tenant.TenantStore;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Roles that a tenant defines: names for some of the realm's permissions, and of those whoever
 * defines them holds. Each act is inside the transaction of its endpoint.
 */
public final class TenantRoles {
  private final TenantRoleStore roles = TenantRoleStore.ofDatabase();
  private final Standing standing;
  private final Revocations revocations;

  public TenantRoles(
      TenantStore tenants,
      PersonStore persons,
      Revocations revocations,
      Function<RealmId, Realm> realms) {
    this.standing = new Standing(tenants, persons, realms);
    this.revocations = revocations;
  }

  /** Defines one more. */
  public void create(TenantTx tx, Acting acting, TenantRole role) throws Refusal {
    standing.open(tx);
    describe(acting, role);
    check(tx, acting, role);
    if (!roles.create(tx, role)) {
      throw Refusal.of(Reason.ROLE_TAKEN, role.name());
    }
  }

  /** Has it give something else; whoever has it gets that with their next token. */
  public void change(TenantTx tx, Acting acting, TenantRole role) throws Refusal {
    standing.open(tx);
    describe(acting, role);
    TenantRole before = known(tx, role.name());
    // whoever changes it must hold what it gave, too: else they would act on those who hold more
    standing.requirePermissions(tx, acting, before.permissions());
    check(tx, acting, role);
    roles.replace(tx, role);
    standing.grants().holders(tx, role.granted()).forEach(holder -> changed(tx, holder));
  }

  /** Takes it away from everybody, and then away. */
  public void remove(TenantTx tx, Acting acting, String name) throws Refusal {
    standing.open(tx);
    acting.attempt().on("role", name);
    TenantRole role = known(tx, name);
    standing.requirePermissions(tx, acting, role.permissions());
    List<PrincipalId> holders = standing.grants().endRole(tx, role.granted());
    roles.remove(tx, name);
    holders.forEach(holder -> changed(tx, holder));
    acting.attempt().detail("holders", holders.size());
  }

  private TenantRole known(TenantTx tx, String name) throws Refusal {
    Optional<TenantRole> found = roles.find(tx, name);
    return found.orElseThrow(() -> Refusal.of(Reason.ROLE_UNKNOWN, name));
  }

  private void check(TenantTx tx, Acting acting, TenantRole role) throws Refusal {
    if (!TenantRole.isName(role.name())) {
      throw Refusal.of(Reason.PARAMETER_INVALID, "name");
    }
    Set<String> catalogue =
        standing.realm(tx).permissions().stream().map(Permission::name).collect(Collectors.toSet());
    Set<String> beyond = new HashSet<>(role.permissions());
    beyond.removeAll(catalogue);
    if (!beyond.isEmpty()) {
      throw Refusal.of(Reason.PARAMETER_INVALID, "permissions");
    }
    standing.requirePermissions(tx, acting, role.permissions());
  }

  private void changed(TenantTx tx, PrincipalId holder) {
    revocations.revoke(tx, Revocations.Kind.ROLES, holder.toString());
  }

  private static void describe(Acting acting, TenantRole role) {
    acting
        .attempt()
        .on("role", role.name())
        .detail("permissions", String.join(" ", role.permissions()));
  }
}
