package dev.gatehouse.server.account;

import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.session.SessionGate;
import dev.gatehouse.server.session.SignedIn;

/** {@code GET /account/identity}: who the person of the session is, as JSON. */
public final class IdentityEndpoint implements SessionGate.Handler {
  private final AccountOf accounts;

  public IdentityEndpoint(AccountOf accounts) {
    this.accounts = accounts;
  }

  @Override
  public Answer handle(Exchange exchange, SignedIn signedIn) throws Refusal {
    return Answer.Json.ok(accounts.identity(exchange, signedIn).members());
  }
}
