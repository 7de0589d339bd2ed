package dev.gatehouse.server.login.mailbox;

import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.audit.AuditLog;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.credential.LinkKind;
import dev.gatehouse.server.credential.LinkMaker;
import dev.gatehouse.server.credential.LinkStore;
import dev.gatehouse.server.credential.NewLink;
import dev.gatehouse.server.http.Site;
import dev.gatehouse.server.kernel.Origin;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.principal.PersonStore;
import dev.gatehouse.server.storage.Transactions;
import java.net.URI;
import java.time.Duration;

/**
 * The link that makes the first operator: printed once by the set-up, good for an hour and one use,
 * and worthless as soon as there is an operator. Operators live in the own tenant of their realm.
 */
public final class OperatorLink {
  private static final Duration LIFE = Duration.ofHours(1);

  private final Transactions transactions;
  private final AuditLog audit;
  private final LinkStore links;
  private final LinkMaker maker;
  private final PersonStore persons;

  public OperatorLink(
      Transactions transactions,
      AuditLog audit,
      LinkStore links,
      LinkMaker maker,
      PersonStore persons) {
    this.transactions = transactions;
    this.audit = audit;
    this.links = links;
    this.maker = maker;
    this.persons = persons;
  }

  /**
   * Issues the link; an older one is worthless from now on.
   *
   * @param site of the operators' realm
   * @throws Refusal OPERATOR_EXISTS once there is one
   */
  public URI issue(Site site) throws Refusal {
    RealmId realm = site.realm();
    TenantId tenant = TenantId.ownOf(realm);
    NewLink link = maker.make(LinkKind.OPERATOR, new LinkMaker.Place(realm, tenant), LIFE);
    Attempt attempt =
        audit
            .attempt(EventType.OPERATOR_LINK_ISSUED, Origin.SERVER)
            .on("link", link.token().id().toString());
    transactions.inTenant(
        realm,
        tenant,
        attempt,
        tx -> {
          if (persons.hasAnybody(tx)) {
            throw Refusal.of(Reason.OPERATOR_EXISTS);
          }
          links.issue(tx, link);
          attempt.succeeded(tx);
          return true;
        });
    return LinkMaker.uri(site, link);
  }
}
