package dev.gatehouse.server.admin;

import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.audit.AuditLog;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.credential.LinkStore;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.http.Site;
import dev.gatehouse.server.kernel.Origin;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.login.mailbox.InvitationMails;
import dev.gatehouse.server.login.mailbox.InvitationMails.Guest;
import dev.gatehouse.server.login.mailbox.InvitationMails.Written;
import dev.gatehouse.server.login.mailbox.Mailing;
import dev.gatehouse.server.member.Acting;
import dev.gatehouse.server.member.Invitations;
import dev.gatehouse.server.principal.EmailAddress;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.session.Sessions;
import dev.gatehouse.server.storage.TenantTx;
import dev.gatehouse.server.storage.Transactions;
import dev.gatehouse.server.tenant.Tenant;
import dev.gatehouse.server.tenant.TenantLife;
import dev.gatehouse.server.tenant.TenantLifeStore;
import dev.gatehouse.server.tenant.TenantSlug;
import dev.gatehouse.server.tenant.TenantStatus;
import dev.gatehouse.server.tenant.TenantStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What operators do to tenants: open, suspend, let go on, delete. */
public final class TenantAdministration {
  private final Transactions transactions;
  private final AuditLog audit;
  private final People people;
  private final Csprng random;
  private final Function<RealmId, Realm> realms;
  private final Function<RealmId, Site> sites;
  private final TenantLifeStore lives = TenantLifeStore.ofDatabase();

  public TenantAdministration(
      Transactions transactions,
      AuditLog audit,
      People people,
      Csprng random,
      Function<RealmId, Realm> realms,
      Function<RealmId, Site> sites) {
    this.transactions = transactions;
    this.audit = audit;
    this.people = people;
    this.random = random;
    this.realms = realms;
    this.sites = sites;
  }

  /** Tenants, and what ends with one. */
  public record People(
      TenantStore tenants,
      Sessions sessions,
      LinkStore links,
      Invitations invitations,
      Mailing mailing) {}

  /** A tenant and where in its life it stands. */
  public record Known(Tenant tenant, TenantLife life) {}

  /** Those that have a slug, in its order. */
  public List<Known> all(RealmId realm) throws Refusal {
    Map<TenantSlug, TenantId> slugs = transactions.readRealm(realm, people.tenants()::slugs);
    List<Known> all = new ArrayList<>();
    for (TenantId tenant : slugs.values()) {
      find(realm, tenant).ifPresent(all::add);
    }
    return all;
  }

  /** The one of that slug or id; one that was erased by its id alone. */
  public Known known(RealmId realm, String named) throws Refusal {
    Optional<TenantId> id = tenant(realm, named).filter(it -> !it.equals(TenantId.ownOf(realm)));
    Optional<Known> found = id.isEmpty() ? Optional.empty() : find(realm, id.get());
    return found.orElseThrow(() -> Refusal.of(Reason.TENANT_UNKNOWN));
  }

  private Optional<Known> find(RealmId realm, TenantId tenant) throws Refusal {
    return transactions.readTenant(
        realm,
        tenant,
        tx -> {
          Optional<TenantLife> life = lives.find(tx);
          return people.tenants().find(tx).map(it -> new Known(it, life.orElseThrow()));
        });
  }

  private Optional<TenantId> tenant(RealmId realm, String named) throws Refusal {
    Optional<TenantId> id = TenantId.parse(named);
    Optional<TenantSlug> slug = TenantSlug.parse(named);
    if (id.isPresent() || slug.isEmpty()) {
      return id;
    }
    return transactions.readRealm(realm, tx -> people.tenants().bySlug(tx, slug.get()));
  }

  /** Opens one, and asks its first owner to join. */
  public Known create(RealmId realm, String name, EmailAddress owner, String by) throws Refusal {
    Realm rules = realms.apply(realm);
    TenantId id = new TenantId(random.uuid());
    Attempt attempt =
        audit
            .attempt(EventType.TENANT_CREATED, Origin.SERVER)
            .on("tenant", id.toString())
            .detail("by", by);
    transactions.inTenant(
        realm,
        id,
        attempt,
        tx -> {
          TenantSlug slug = people.tenants().create(tx, name);
          attempt.detail("slug", slug.value()).succeeded(tx);
          return true;
        });
    Known known = find(realm, id).orElseThrow();
    String language = rules.languages().getFirst();
    Written written =
        new InvitationMails(people.mailing())
            .invitation(
                sites.apply(realm),
                known.tenant(),
                new Guest(owner, Optional.empty(), language),
                rules.mail().inviteTtl());
    Attempt invited = audit.attempt(EventType.MEMBER_INVITED, Origin.SERVER).detail("by", by);
    transactions.inTenant(
        realm,
        id,
        invited,
        tx -> {
          people
              .invitations()
              .invite(
                  tx,
                  Acting.operator(invited),
                  new Invitations.Asked(
                      owner, rules.ownerRole().name(), Optional.empty(), language),
                  written.link());
          people.mailing().outbox().enqueue(tx, written.mail());
          invited.succeeded(tx);
          return true;
        });
    return known;
  }

  /** Shuts everybody of it out at once: sessions, tokens, links and machines. */
  public Known suspend(RealmId realm, String named, String by) throws Refusal {
    return act(
        realm,
        named,
        new Change(EventType.TENANT_SUSPENDED, by, EnumSet.of(TenantStatus.ACTIVE)),
        tx -> {
          shut(tx);
          lives.set(tx, TenantStatus.SUSPENDED, Optional.empty());
        });
  }

  /** Lets its people sign in again; nothing that was ended comes back. */
  public Known resume(RealmId realm, String named, String by) throws Refusal {
    return act(
        realm,
        named,
        new Change(
            EventType.TENANT_RESUMED,
            by,
            EnumSet.of(TenantStatus.SUSPENDED, TenantStatus.DELETING)),
        tx -> lives.set(tx, TenantStatus.ACTIVE, Optional.empty()));
  }

  /** Shuts it, to be erased when the realm's time of grace is over; until then it may resume. */
  public Known delete(RealmId realm, String named, String by) throws Refusal {
    return act(
        realm,
        named,
        new Change(
            EventType.TENANT_DELETION_ASKED,
            by,
            EnumSet.of(TenantStatus.ACTIVE, TenantStatus.SUSPENDED)),
        tx -> {
          shut(tx);
          Instant end = tx.now().plus(realms.apply(realm).tenants().deleteGrace());
          lives.set(tx, TenantStatus.DELETING, Optional.of(end));
        });
  }

  private void shut(TenantTx tx) {
    people.links().supersedeAll(tx);
    people.sessions().endTenant(tx, "tenant_suspended");
  }

  /** What is done, by whom, and from where it may be. */
  private record Change(EventType event, String by, Set<TenantStatus> from) {}

  @FunctionalInterface
  private interface Step {
    void in(TenantTx tx);
  }

  private Known act(RealmId realm, String named, Change change, Step step) throws Refusal {
    TenantId id = known(realm, named).tenant().id();
    Attempt attempt =
        audit
            .attempt(change.event(), Origin.SERVER)
            .on("tenant", id.toString())
            .detail("by", change.by());
    transactions.inTenant(
        realm,
        id,
        attempt,
        tx -> {
          if (lives.hold(tx).filter(it -> change.from().contains(it.status())).isEmpty()) {
            throw Refusal.of(Reason.TENANT_STATE);
          }
          step.in(tx);
          attempt.succeeded(tx);
          return true;
        });
    return find(realm, id).orElseThrow();
  }
}
