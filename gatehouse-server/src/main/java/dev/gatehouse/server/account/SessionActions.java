package dev.gatehouse.server.account;

import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.audit.AuditLog;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.CsrfGuard;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.SessionId;
import dev.gatehouse.server.oauth.family.OfflineSessions;
import dev.gatehouse.server.page.frame.Notice;
import dev.gatehouse.server.session.SignedIn;
import dev.gatehouse.server.storage.TenantTx;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Ends sessions and offline access of the person who asks. What is another person's, another
 * tenant's or not there at all is one and the same: not found.
 */
public final class SessionActions {
  private static final String REVOKED = "revoked";
  private static final String ROW = "session";

  private final AccountOf accounts;
  private final AuditLog audit;
  private final OfflineSessions grants;

  public SessionActions(AccountOf accounts, AuditLog audit, OfflineSessions grants) {
    this.accounts = accounts;
    this.audit = audit;
    this.grants = grants;
  }

  /** {@code POST /account/sessions/end}: one session. */
  public Answer end(Exchange exchange, SignedIn signedIn) throws Refusal {
    Optional<UUID> id = row(exchange);
    Attempt attempt = attempt(EventType.SESSION_REVOKED, exchange, signedIn);
    id.ifPresent(known -> attempt.on("session", known.toString()));
    act(
        exchange,
        signedIn,
        attempt,
        tx -> {
          if (id.isEmpty()
              || !accounts
                  .sessions()
                  .end(tx, signedIn.principal(), new SessionId(id.get()), REVOKED)) {
            throw Refusal.of(Reason.SESSION_UNKNOWN);
          }
        });
    return told(exchange, Notice.SESSION_ENDED);
  }

  /** {@code POST /account/sessions/end-others}: every session but the one at hand. */
  public Answer endOthers(Exchange exchange, SignedIn signedIn) throws Refusal {
    exchange.form().only(Set.of(CsrfGuard.FIELD));
    Attempt attempt = attempt(EventType.SESSIONS_REVOKED, exchange, signedIn);
    act(
        exchange,
        signedIn,
        attempt,
        tx ->
            attempt.detail(
                "count",
                accounts.sessions().endAllBut(tx, signedIn.principal(), signedIn.id(), REVOKED)));
    return told(exchange, Notice.OTHER_SESSIONS_ENDED);
  }

  /** {@code POST /account/access/end}: the offline access of one application. */
  public Answer endAccess(Exchange exchange, SignedIn signedIn) throws Refusal {
    Optional<UUID> id = row(exchange);
    Attempt attempt = attempt(EventType.FAMILY_REVOKED, exchange, signedIn);
    id.ifPresent(known -> attempt.on("family", known.toString()));
    act(
        exchange,
        signedIn,
        attempt,
        tx -> {
          if (id.isEmpty() || grants.end(tx, signedIn.principal(), id.get()).isEmpty()) {
            throw Refusal.of(Reason.SESSION_UNKNOWN);
          }
        });
    return told(exchange, Notice.ACCESS_ENDED);
  }

  /** What is done in the person's tenant. */
  @FunctionalInterface
  private interface Act {
    void in(TenantTx tx) throws Refusal;
  }

  private void act(Exchange exchange, SignedIn signedIn, Attempt attempt, Act act) throws Refusal {
    accounts.act(
        exchange,
        signedIn,
        attempt,
        tx -> {
          accounts.lock(tx, signedIn);
          act.in(tx);
          attempt.succeeded(tx);
          return true;
        });
  }

  private Attempt attempt(EventType type, Exchange exchange, SignedIn signedIn) {
    return audit.attempt(type, exchange.origin()).by(signedIn.principal()).in(signedIn.id());
  }

  /** The id of the row the button was in, if it can be one. */
  private static Optional<UUID> row(Exchange exchange) throws Refusal {
    String text = exchange.form().only(Set.of(CsrfGuard.FIELD, ROW)).require(ROW);
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private static Answer told(Exchange exchange, Notice notice) {
    return new Answer.SeeOther(exchange.site().uri(AccountPage.pathTelling(notice)));
  }
}
