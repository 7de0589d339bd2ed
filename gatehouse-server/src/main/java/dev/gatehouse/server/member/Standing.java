package dev.gatehouse.server.member;

import dev.gatehouse.server.access.Rights;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.principal.Person;
import dev.gatehouse.server.principal.PersonStore;
import dev.gatehouse.server.principal.RoleGrant;
import dev.gatehouse.server.principal.RoleGrantStore;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.realm.Role;
import dev.gatehouse.server.storage.TenantTx;
import dev.gatehouse.server.tenant.Tenant;
import dev.gatehouse.server.tenant.TenantRoleStore;
import dev.gatehouse.server.tenant.TenantStore;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Who stands where in a tenant, and the rules that follow from it. Read in the transaction of the
 * act, after {@link #open}: from then on nobody else changes it.
 */
final class Standing {
  private final TenantStore tenants;
  private final PersonStore persons;
  private final RoleGrantStore grants = RoleGrantStore.ofDatabase();
  private final TenantRoleStore own = TenantRoleStore.ofDatabase();
  private final Function<RealmId, Realm> realms;

  Standing(TenantStore tenants, PersonStore persons, Function<RealmId, Realm> realms) {
    this.tenants = tenants;
    this.persons = persons;
    this.realms = realms;
  }

  /**
   * Holds the tenant.
   *
   * <p>INVARIANT: whoever needs it and rows of its people takes it first.
   */
  Tenant open(TenantTx tx) throws Refusal {
    return tenants
        .hold(tx)
        .filter(Tenant::active)
        .orElseThrow(() -> Refusal.of(Reason.TENANT_SUSPENDED));
  }

  /** The role that is called so here. */
  Role role(TenantTx tx, String name) throws Refusal {
    return Rights.role(realm(tx), own.all(tx), name)
        .orElseThrow(() -> Refusal.of(Reason.ROLE_UNKNOWN, name));
  }

  /** A member, held against changes by others. */
  Person member(TenantTx tx, PrincipalId id) throws Refusal {
    return persons.lock(tx, id).orElseThrow(() -> Refusal.of(Reason.MEMBER_UNKNOWN));
  }

  /** Nobody acts on somebody who holds more; on themselves everybody may. */
  void requireNotAbove(TenantTx tx, Acting acting, PrincipalId member) throws Refusal {
    if (acting.by().isPresent() && !acting.by().get().equals(member)) {
      // what somebody holds at times counts as held
      List<String> held = grants.of(tx, member).stream().map(RoleGrant::role).toList();
      if (!rights(tx, acting.by().get()).cover(rights(tx, held))) {
        throw Refusal.of(Reason.MEMBER_ABOVE);
      }
    }
  }

  /** Nobody gives what they don't hold. */
  void requireHeld(TenantTx tx, Acting acting, Collection<Role> given) throws Refusal {
    if (acting.by().isPresent()) {
      List<String> names = given.stream().map(Role::name).toList();
      if (!rights(tx, acting.by().get()).cover(rights(tx, names))) {
        throw Refusal.of(Reason.ROLE_ABOVE);
      }
    }
  }

  /** The same for permissions by name. */
  void requirePermissions(TenantTx tx, Acting acting, Collection<String> permissions)
      throws Refusal {
    if (acting.by().isPresent()
        && !rights(tx, acting.by().get()).permissions().stream()
            .map(permission -> permission.name())
            .toList()
            .containsAll(permissions)) {
      throw Refusal.of(Reason.ROLE_ABOVE);
    }
  }

  /** What an active member holds without condition; anybody else holds nothing. */
  private Rights rights(TenantTx tx, PrincipalId id) {
    Optional<Person> person = persons.find(tx, id).filter(Person::active);
    return rights(tx, person.map(Person::roles).orElse(List.of()));
  }

  private Rights rights(TenantTx tx, Collection<String> given) {
    return Rights.of(realm(tx), own.all(tx), given);
  }

  /** Whether somebody active is owner for good. */
  boolean hasOwner(TenantTx tx) {
    return grants.isHeldForGood(tx, realm(tx).ownerRole().name());
  }

  /**
   * An organisation that has an owner keeps one whom no time takes away. Asked after the effects:
   * the refusal undoes them.
   *
   * @param had whether it had one before
   */
  void requireOwner(TenantTx tx, boolean had) throws Refusal {
    if (had && !hasOwner(tx)) {
      throw Refusal.of(Reason.OWNER_LAST);
    }
  }

  RoleGrantStore grants() {
    return grants;
  }

  Realm realm(TenantTx tx) {
    return realms.apply(tx.realm());
  }
}
