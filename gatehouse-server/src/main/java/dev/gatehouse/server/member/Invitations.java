package dev.gatehouse.server.member;

import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.credential.DeadLink;
import dev.gatehouse.server.credential.LinkKind;
import dev.gatehouse.server.credential.NewLink;
import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.member.Members.Stores;
import dev.gatehouse.server.principal.EmailAddress;
import dev.gatehouse.server.principal.NewPerson;
import dev.gatehouse.server.principal.NewRoleGrant;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.realm.Role;
import dev.gatehouse.server.storage.TenantTx;
import dev.gatehouse.server.tenant.Tenant;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Asks people to join a tenant, by a link that only their mailbox gets. What they join as stands
 * with the invitation. Each act is inside the transaction of its endpoint, which sends the mail.
 */
public final class Invitations {
  private static final int MOST_LISTED = 1000;

  private final InvitationStore store = new JdbcInvitationStore();
  private final Stores stores;
  private final Standing standing;

  public Invitations(Stores stores, Function<RealmId, Realm> realms) {
    this.stores = stores;
    this.standing = new Standing(stores.tenants(), stores.persons(), realms);
  }

  /**
   * Whom to ask, and as what.
   *
   * @param role of the realm or the tenant's own
   * @param roleEndsAt until when they have it
   * @param language of the mail, a BCP 47 tag
   */
  public record Asked(
      EmailAddress address, String role, Optional<Instant> roleEndsAt, String language) {}

  /** Somebody at an invitation that works. */
  public record Open(Invitation invitation, Tenant tenant) {}

  /**
   * Asks; an invitation that was open for the address is replaced by this one.
   *
   * @param link of kind {@code INVITE}, for the address
   * @return its id
   */
  public UUID invite(TenantTx tx, Acting acting, Asked asked, NewLink link) throws Refusal {
    standing.open(tx);
    acting.attempt().personally("email", asked.address().address()).detail("role", asked.role());
    Role role = standing.role(tx, asked.role());
    standing.requireHeld(tx, acting, List.of(role));
    if (asked.roleEndsAt().filter(end -> !end.isAfter(tx.now())).isPresent()) {
      throw Refusal.of(Reason.PARAMETER_INVALID, "ends_at");
    }
    if (stores.persons().byAddress(tx, asked.address()).isPresent()) {
      throw Refusal.of(Reason.MEMBER_EXISTS);
    }
    requireFor(link, asked.address());
    stores.links().issue(tx, link);
    UUID id =
        store.put(
            tx,
            new Invitation(
                link.token().id(),
                link.token().id(),
                asked.address(),
                role.name(),
                asked.roleEndsAt(),
                asked.language(),
                acting.by(),
                tx.now(),
                tx.now().plus(link.life())));
    acting.attempt().on("invitation", id.toString());
    return id;
  }

  /** Sends the mail again, with another link; the one before is worthless. */
  public void renew(TenantTx tx, Acting acting, UUID id, NewLink link) throws Refusal {
    standing.open(tx);
    acting.attempt().on("invitation", id.toString());
    Invitation known = known(tx, id);
    standing.requireHeld(tx, acting, List.of(standing.role(tx, known.role())));
    requireFor(link, known.address());
    stores.links().issue(tx, link);
    store.renew(tx, id, link.token().id(), tx.now().plus(link.life()));
    acting.attempt().detail("again", true);
  }

  /** Takes it back. */
  public void withdraw(TenantTx tx, Acting acting, UUID id) throws Refusal {
    standing.open(tx);
    acting.attempt().on("invitation", id.toString());
    Invitation known = known(tx, id);
    standing.requireHeld(tx, acting, List.of(standing.role(tx, known.role())));
    store.remove(tx, id);
  }

  /** Those that are open. */
  public List<Invitation> all(TenantTx tx) {
    return store.all(tx, MOST_LISTED);
  }

  /** One of them. */
  public Invitation known(TenantTx tx, UUID id) throws Refusal {
    return store.find(tx, id).orElseThrow(() -> Refusal.of(Reason.INVITATION_UNKNOWN));
  }

  /** What the link is for; nothing is used up. */
  public Open find(TenantTx tx, OpaqueToken token) throws Refusal {
    if (stores.links().find(tx, token) instanceof DeadLink dead) {
      throw dead.refusal();
    }
    Optional<Invitation> found = store.byLink(tx, token.id());
    Optional<Tenant> tenant = stores.tenants().find(tx).filter(Tenant::active);
    if (found.isEmpty() || tenant.isEmpty()) {
      throw Refusal.of(Reason.LINK_SUPERSEDED);
    }
    return new Open(found.get(), tenant.get());
  }

  /** Who joins, as they say; everything else stands in the invitation. */
  public record Joining(PrincipalId id, String name, String language, String passwordHash) {}

  /**
   * Uses the invitation up: a new person of the tenant, whose mailbox is proved by the link. The
   * link is spent whatever comes of it.
   */
  public void accept(TenantTx tx, Attempt attempt, OpaqueToken token, Joining joining)
      throws Refusal {
    standing.open(tx);
    if (stores.links().consume(tx, token) instanceof DeadLink dead) {
      throw dead.refusal();
    }
    Invitation invitation =
        store.byLink(tx, token.id()).orElseThrow(() -> Refusal.of(Reason.LINK_SUPERSEDED));
    attempt
        .by(joining.id())
        .on("invitation", invitation.id().toString())
        .detail("role", invitation.role());
    Role role = standing.role(tx, invitation.role());
    // whoever asked may have lost what they gave, or their place here
    standing.requireHeld(tx, new Acting(invitation.by(), attempt), List.of(role));
    EmailAddress address = invitation.address();
    store.remove(tx, invitation.id());
    NewPerson person =
        new NewPerson(joining.id(), joining.name(), joining.language(), List.of(), address, true);
    if (!stores.persons().create(tx, person)) {
      throw Refusal.of(Reason.ADDRESS_TAKEN);
    }
    standing
        .grants()
        .give(
            tx,
            NewRoleGrant.plain(
                joining.id(), role.name(), invitation.by(), invitation.roleEndsAt()));
    stores.passwords().put(tx, joining.id(), joining.passwordHash());
    stores.index().put(tx, address, joining.id(), true);
  }

  private static void requireFor(NewLink link, EmailAddress address) {
    if (link.kind() != LinkKind.INVITE || !link.address().equals(Optional.of(address))) {
      throw new IllegalArgumentException("an invitation with a link for something else");
    }
  }
}
