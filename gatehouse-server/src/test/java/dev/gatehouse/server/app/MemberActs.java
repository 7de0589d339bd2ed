package dev.gatehouse.server.app;

import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.kernel.Origin;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.login.mailbox.InvitationMails;
import dev.gatehouse.server.login.mailbox.InvitationMails.Written;
import dev.gatehouse.server.member.Acting;
import dev.gatehouse.server.member.Invitations;
import dev.gatehouse.server.member.Members;
import dev.gatehouse.server.principal.EmailAddress;
import dev.gatehouse.server.principal.NewPerson;
import dev.gatehouse.server.principal.Person;
import dev.gatehouse.server.principal.RoleGrant;
import dev.gatehouse.server.principal.RoleGrantStore;
import dev.gatehouse.server.storage.TenantTx;
import dev.gatehouse.server.storage.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Acts on the members of a tenant, each in a transaction with its record, as endpoints do them. */
final class MemberActs {
  static final RealmId REALM = new RealmId("monitrax");
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final RunningServer server;
  final TenantId tenant;

  MemberActs(RunningServer server, TenantId tenant) {
    this.server = server;
    this.tenant = tenant;
  }

  /** Those of the organisation that the visitor belongs to. */
  static MemberActs of(Visitor visitor) {
    return new MemberActs(
        visitor.server, new TenantId(UUID.fromString(column(visitor, "tenant_id"))));
  }

  static PrincipalId idOf(Visitor visitor) {
    return new PrincipalId(UUID.fromString(column(visitor, "principal_id")));
  }

  private static String column(Visitor visitor, String column) {
    return DatabaseState.rows(
            visitor.server,
            "SELECT "
                + column
                + "::text FROM gatehouse.email_address WHERE address = '"
                + visitor.email
                + "'")
        .getFirst();
  }

  private Features features() {
    return server.inside().features();
  }

  Members members() {
    return features().members;
  }

  /** An act in the middle of its transaction. */
  @FunctionalInterface
  interface Act {
    void in(TenantTx tx, Acting acting) throws Refusal;
  }

  void by(PrincipalId who, EventType event, Act act) throws Refusal {
    Foundation on = server.inside().foundation();
    Attempt attempt = on.audit.attempt(event, Origin.SERVER);
    on.transactions.inTenant(
        REALM,
        tenant,
        attempt,
        tx -> {
          act.in(tx, Acting.of(who, attempt));
          attempt.succeeded(tx);
          return true;
        });
  }

  <T> T read(Work<TenantTx, T> work) {
    try {
      return server.inside().foundation().transactions.readTenant(REALM, tenant, work);
    } catch (Refusal refusal) {
      throw new IllegalStateException(refusal);
    }
  }

  /** Asks somebody to join and sends the mail. */
  void invite(PrincipalId by, String address, String role) throws Refusal {
    EmailAddress to = EmailAddress.parse(address).orElseThrow();
    Person inviter = read(tx -> features().accounts.persons().find(tx, by)).orElseThrow();
    Written written =
        new InvitationMails(features().mailing)
            .invitation(
                server.inside().foundation().sites.of(REALM),
                read(tx -> features().accounts.tenants().find(tx)).orElseThrow(),
                new InvitationMails.Guest(to, Optional.of(inviter.email()), "en"),
                Duration.ofDays(7));
    by(
        by,
        EventType.MEMBER_INVITED,
        (tx, acting) -> {
          features()
              .invitations
              .invite(
                  tx,
                  acting,
                  new Invitations.Asked(to, role, Optional.empty(), "en"),
                  written.link());
          features().mailing.outbox().enqueue(tx, written.mail());
        });
  }

  /** Lets a member back in who lost access. */
  void helpBack(PrincipalId by, PrincipalId member) throws Refusal {
    Person person = read(tx -> features().accounts.persons().find(tx, member)).orElseThrow();
    Written written =
        new InvitationMails(features().mailing)
            .recovery(
                server.inside().foundation().sites.of(REALM),
                read(tx -> features().accounts.tenants().find(tx)).orElseThrow(),
                person,
                Duration.ofMinutes(30));
    by(
        by,
        EventType.MEMBER_RECOVERY_BEGUN,
        (tx, acting) -> {
          members().helpBack(tx, acting, member, written.link());
          features().mailing.outbox().enqueue(tx, written.mail());
        });
  }

  void setRoles(PrincipalId by, PrincipalId member, String... roles) throws Refusal {
    by(
        by,
        EventType.MEMBER_ROLES_CHANGED,
        (tx, acting) -> members().setRoles(tx, acting, member, Set.of(roles)));
  }

  void give(PrincipalId by, PrincipalId member, String role, Optional<Instant> end) throws Refusal {
    by(
        by,
        EventType.MEMBER_ROLES_CHANGED,
        (tx, acting) -> members().give(tx, acting, member, role, end));
  }

  void remove(PrincipalId by, PrincipalId member) throws Refusal {
    by(by, EventType.MEMBER_REMOVED, (tx, acting) -> members().remove(tx, acting, member));
  }

  void disable(PrincipalId by, PrincipalId member) throws Refusal {
    by(by, EventType.MEMBER_DISABLED, (tx, acting) -> members().disable(tx, acting, member));
  }

  /** A member without a password, who never signs in. */
  PrincipalId plant(String... roles) {
    PrincipalId id = new PrincipalId(UUID.randomUUID());
    EmailAddress address =
        EmailAddress.parse("planted" + COUNT.incrementAndGet() + "@example.com").orElseThrow();
    server
        .database()
        .in(
            server.clock(),
            REALM,
            tenant,
            tx ->
                features()
                    .accounts
                    .persons()
                    .create(tx, new NewPerson(id, "Grace", "en", List.of(roles), address, true)));
    return id;
  }

  /** What the member has now. */
  List<RoleGrant> grants(PrincipalId member) {
    return read(tx -> RoleGrantStore.ofDatabase().of(tx, member));
  }

  List<String> roles(PrincipalId member) {
    return read(tx -> features().accounts.persons().find(tx, member)).orElseThrow().roles();
  }
}
