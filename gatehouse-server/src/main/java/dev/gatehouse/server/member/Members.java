package dev.gatehouse.server.member;

import dev.gatehouse.server.credential.LinkKind;
import dev.gatehouse.server.credential.LinkStore;
import dev.gatehouse.server.credential.NewLink;
import dev.gatehouse.server.credential.PasswordStore;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.principal.LoginIndex;
import dev.gatehouse.server.principal.NewRoleGrant;
import dev.gatehouse.server.principal.Person;
import dev.gatehouse.server.principal.PersonStore;
import dev.gatehouse.server.principal.RoleGrant;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.realm.Role;
import dev.gatehouse.server.session.Revocations;
import dev.gatehouse.server.session.Sessions;
import dev.gatehouse.server.storage.TenantTx;
import dev.gatehouse.server.tenant.TenantStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Acts on the members of a tenant, each inside the transaction of its endpoint, which records it.
 * They are one after the other in a tenant: two owners who remove each other don't both succeed.
 */
public final class Members {
  private final Stores stores;
  private final Standing standing;
  private final Sessions sessions;
  private final Revocations revocations;

  public Members(
      Stores stores, Sessions sessions, Revocations revocations, Function<RealmId, Realm> realms) {
    this.stores = stores;
    this.standing = new Standing(stores.tenants(), stores.persons(), realms);
    this.sessions = sessions;
    this.revocations = revocations;
  }

  /** Where members and what belongs to them are kept. */
  public record Stores(
      TenantStore tenants,
      PersonStore persons,
      PasswordStore passwords,
      LoginIndex index,
      LinkStore links) {}

  /** Gives exactly these roles, without condition and end; conditional ones stay. */
  public void setRoles(TenantTx tx, Acting acting, PrincipalId member, Set<String> names)
      throws Refusal {
    standing.open(tx);
    boolean had = standing.hasOwner(tx);
    Person before = begin(tx, acting, member);
    List<Role> roles = roles(tx, names);
    standing.requireHeld(tx, acting, roles);
    Set<String> exact = roles.stream().map(Role::name).collect(Collectors.toSet());
    if (standing.grants().replace(tx, member, exact, acting.by())) {
      changed(tx, member);
    }
    standing.requireOwner(tx, had);
    describe(acting, before.roles(), exact);
  }

  /** Gives one role more, or the same until another time. */
  public void give(
      TenantTx tx, Acting acting, PrincipalId member, String name, Optional<Instant> endsAt)
      throws Refusal {
    standing.open(tx);
    boolean had = standing.hasOwner(tx);
    Person before = begin(tx, acting, member);
    Role role = standing.role(tx, name);
    standing.requireHeld(tx, acting, List.of(role));
    if (endsAt.filter(end -> !end.isAfter(tx.now())).isPresent()) {
      throw Refusal.of(Reason.PARAMETER_INVALID, "ends_at");
    }
    if (standing.grants().give(tx, NewRoleGrant.plain(member, role.name(), acting.by(), endsAt))) {
      changed(tx, member);
    }
    standing.requireOwner(tx, had);
    endsAt.ifPresent(end -> acting.attempt().detail("ends_at", end.toString()));
    Set<String> after = new HashSet<>(before.roles());
    after.add(role.name());
    describe(acting, before.roles(), after);
  }

  /** Takes one grant. */
  public void take(TenantTx tx, Acting acting, PrincipalId member, UUID grant) throws Refusal {
    standing.open(tx);
    boolean had = standing.hasOwner(tx);
    Person before = begin(tx, acting, member);
    Optional<RoleGrant> found =
        standing.grants().find(tx, grant).filter(it -> it.holder().equals(member));
    if (found.isEmpty()) {
      throw Refusal.of(Reason.MEMBER_UNKNOWN);
    }
    standing.grants().end(tx, grant);
    changed(tx, member);
    standing.requireOwner(tx, had);
    Set<String> after = new HashSet<>(before.roles());
    after.remove(found.get().role());
    describe(acting, before.roles(), after);
  }

  /** Hands ownership over: the other becomes owner, whoever hands it over gets another role. */
  public void transfer(TenantTx tx, Acting acting, PrincipalId to, String kept) throws Refusal {
    PrincipalId from = acting.by().orElseThrow();
    standing.open(tx);
    Role owner = standing.realm(tx).ownerRole();
    Person heir = begin(tx, acting, to);
    Role role = standing.role(tx, kept);
    standing.requireHeld(tx, acting, List.of(owner, role));
    if (!heir.active() || from.equals(to) || role.owner()) {
      throw Refusal.of(Reason.PARAMETER_INVALID);
    }
    standing.grants().give(tx, NewRoleGrant.plain(to, owner.name(), acting.by(), Optional.empty()));
    standing.grants().replace(tx, from, Set.of(role.name()), acting.by());
    changed(tx, to);
    changed(tx, from);
    standing.requireOwner(tx, true);
    acting.attempt().detail("kept", role.name());
  }

  /** Shuts a member out: no sign-in, and everything that was open to them ends. */
  public void disable(TenantTx tx, Acting acting, PrincipalId member) throws Refusal {
    standing.open(tx);
    boolean had = standing.hasOwner(tx);
    begin(tx, acting, member);
    stores.persons().disable(tx, member);
    sessions.endEverything(tx, member, "disabled");
    standing.requireOwner(tx, had);
  }

  /** Lets a member in again; they sign in anew. */
  public void enable(TenantTx tx, Acting acting, PrincipalId member) throws Refusal {
    standing.open(tx);
    begin(tx, acting, member);
    stores.persons().enable(tx, member);
  }

  /** Takes a member out of the tenant, or oneself; whoever is invited again is somebody new. */
  public void remove(TenantTx tx, Acting acting, PrincipalId member) throws Refusal {
    standing.open(tx);
    boolean had = standing.hasOwner(tx);
    begin(tx, acting, member);
    standing.grants().endAll(tx, member);
    stores.passwords().remove(tx, member);
    stores.index().remove(tx, member);
    stores.persons().removeAddress(tx, member);
    stores.persons().disable(tx, member);
    stores.links().supersede(tx, member, EnumSet.allOf(LinkKind.class));
    sessions.endEverything(tx, member, "removed");
    standing.requireOwner(tx, had);
    acting.attempt().detail("left", acting.by().filter(member::equals).isPresent());
  }

  /**
   * Lets a member who lost access choose a new password themselves, by the link; whoever is using
   * their account is signed out. Nobody learns the link but their mailbox.
   *
   * @param link of kind {@code RESET}, for this member and their address
   */
  public void helpBack(TenantTx tx, Acting acting, PrincipalId member, NewLink link)
      throws Refusal {
    standing.open(tx);
    Person person = begin(tx, acting, member);
    boolean forThem =
        link.kind() == LinkKind.RESET
            && link.person().equals(Optional.of(member))
            && link.address().equals(Optional.of(person.email()));
    if (!forThem || !person.active()) {
      throw Refusal.of(Reason.CHANGED_MEANWHILE);
    }
    stores.links().issue(tx, link);
    sessions.endEverything(tx, member, "recovery");
  }

  private Person begin(TenantTx tx, Acting acting, PrincipalId member) throws Refusal {
    acting.attempt().on("principal", member.toString());
    Person person = standing.member(tx, member);
    standing.requireNotAbove(tx, acting, member);
    return person;
  }

  private List<Role> roles(TenantTx tx, Set<String> names) throws Refusal {
    List<Role> roles = new ArrayList<>();
    for (String name : new TreeSet<>(names)) {
      roles.add(standing.role(tx, name));
    }
    return roles;
  }

  /** Access tokens name what the member had; refreshing them brings what they have. */
  private void changed(TenantTx tx, PrincipalId member) {
    revocations.revoke(tx, Revocations.Kind.ROLES, member.toString());
  }

  private static void describe(Acting acting, List<String> before, Set<String> after) {
    acting
        .attempt()
        .detail("before", String.join(" ", new TreeSet<>(before)))
        .detail("after", String.join(" ", new TreeSet<>(after)));
  }
}
