package dev.gatehouse.server.oauth.consent;

import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.audit.AuditLog;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.audit.GroupCommit;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.grant.Scopes;
import dev.gatehouse.server.oauth.request.AuthorizationRequest;
import dev.gatehouse.server.oauth.rule.Prompt;
import dev.gatehouse.server.session.SignedIn;
import dev.gatehouse.server.storage.TenantTx;
import dev.gatehouse.server.storage.Transactions;
import java.util.Optional;

/** Whether a person must be asked before a client gets what it asks for. */
public final class Consents {
  private final Transactions transactions;
  private final ConsentStore store;
  private final AuditLog audit;
  private final GroupCommit commits;

  public Consents(
      Transactions transactions, ConsentStore store, AuditLog audit, GroupCommit commits) {
    this.transactions = transactions;
    this.store = store;
    this.audit = audit;
    this.commits = commits;
  }

  /**
   * Asked when the client wants it, when it wants more than the person ever allowed it, and each
   * time when whoever answers to its name may be another than was allowed.
   */
  public boolean isNeeded(Exchange exchange, AuthorizationRequest request, SignedIn person)
      throws Refusal {
    if (request.prompts().contains(Prompt.CONSENT)) {
      return true;
    }
    if (!request.client().requireConsent()) {
      return false;
    }
    if (request.isFromAnyProgram()) {
      return true;
    }
    Scopes allowed =
        transactions.readTenant(
            exchange.realm(),
            person.tenant(),
            tx -> store.find(tx, person.principal(), request.client().id()));
    return !request.consentable().isWithin(allowed);
  }

  /**
   * Asked again where the code is made: refuses when it was withdrawn since, and keeps it from
   * being withdrawn until the code is there to be withdrawn with it.
   */
  public void require(TenantTx tx, AuthorizationRequest request, SignedIn person) throws Refusal {
    if (request.client().requireConsent()
        && !request
            .consentable()
            .isWithin(store.hold(tx, person.principal(), request.client().id()))) {
      throw Refusal.of(Reason.CONSENT_NEEDED);
    }
  }

  /** The refusal of a request that may not ask (OpenID Connect Core §3.1.2.6), recorded. */
  public Refusal refuseSilently(Exchange exchange, AuthorizationRequest request, SignedIn person) {
    Refusal refusal = Refusal.of(Reason.CONSENT_NEEDED);
    commits.refused(
        exchange.realm(),
        Optional.of(person.tenant()),
        attempt(exchange, request, person),
        refusal);
    return refusal;
  }

  /** The act of deciding. */
  Attempt attempt(Exchange exchange, AuthorizationRequest request, SignedIn person) {
    return audit
        .attempt(EventType.CONSENT_DECIDED, exchange.origin())
        .by(person.principal())
        .in(person.id())
        .through(request.client().id())
        .on("client", request.client().id().value())
        .detail("scope", request.consentable().wire());
  }
}
