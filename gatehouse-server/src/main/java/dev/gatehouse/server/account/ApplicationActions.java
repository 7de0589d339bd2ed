package dev.gatehouse.server.account;

import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.audit.AuditLog;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.CsrfGuard;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.consent.Applications;
import dev.gatehouse.server.oauth.consent.Applications.Withdrawal;
import dev.gatehouse.server.page.frame.Notice;
import dev.gatehouse.server.session.SignedIn;
import dev.gatehouse.server.storage.TenantTx;
import java.util.Optional;
import java.util.Set;

/** Takes back what the person who asks gave to an application. */
public final class ApplicationActions {
  private static final String CLIENT = "client";

  private final AccountOf accounts;
  private final AuditLog audit;
  private final Applications applications;

  public ApplicationActions(AccountOf accounts, AuditLog audit, Applications applications) {
    this.accounts = accounts;
    this.audit = audit;
    this.applications = applications;
  }

  /** {@code POST /account/applications/withdraw}: everything one application has. */
  public Answer withdraw(Exchange exchange, SignedIn signedIn) throws Refusal {
    String text = exchange.form().only(Set.of(CsrfGuard.FIELD, CLIENT)).require(CLIENT);
    if (text.length() > ClientId.MAX_LENGTH) {
      throw Refusal.of(Reason.APPLICATION_UNKNOWN);
    }
    ClientId client = new ClientId(text);
    Attempt attempt =
        audit
            .attempt(EventType.CONSENT_WITHDRAWN, exchange.origin())
            .by(signedIn.principal())
            .in(signedIn.id())
            .on("client", text);
    Withdrawal withdrawal =
        accounts.act(exchange, signedIn, attempt, tx -> withdraw(tx, signedIn, client, attempt));
    Notice notice = withdrawal.asksAgain() ? Notice.ACCESS_WITHDRAWN : Notice.ACCESS_ENDED;
    return new Answer.SeeOther(exchange.site().uri(AccountPage.pathTelling(notice)));
  }

  private Withdrawal withdraw(TenantTx tx, SignedIn signedIn, ClientId client, Attempt attempt)
      throws Refusal {
    applications.lock(tx, signedIn.principal(), client);
    accounts.lock(tx, signedIn);
    Optional<Withdrawal> done = applications.withdraw(tx, signedIn.principal(), client);
    if (done.isEmpty()) {
      throw Refusal.of(Reason.APPLICATION_UNKNOWN);
    }
    attempt.detail("grants", done.get().grants()).succeeded(tx);
    return done.get();
  }
}
