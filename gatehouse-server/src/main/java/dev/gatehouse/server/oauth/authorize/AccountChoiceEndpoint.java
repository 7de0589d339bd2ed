package dev.gatehouse.server.oauth.authorize;

import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Browser;
import dev.gatehouse.server.http.CsrfGuard;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.login.Journey;
import dev.gatehouse.server.login.Journeys;
import dev.gatehouse.server.oauth.request.AuthorizationRequest;
import dev.gatehouse.server.oauth.request.AuthorizationRequests;
import dev.gatehouse.server.oauth.rule.AuthorizationParameters;
import dev.gatehouse.server.session.SessionGate;
import dev.gatehouse.server.session.SignedIn;
import java.util.Optional;
import java.util.Set;

/** {@code POST /oauth2/authorize/account}: the person goes on with the account they see. */
public final class AccountChoiceEndpoint implements SessionGate.Handler {
  private static final Set<String> FIELDS = Set.of(CsrfGuard.FIELD, "journey");

  private final Journeys journeys;
  private final AuthorizationRequests requests;
  private final AuthorizationFlow flow;
  private final Csprng random;

  public AccountChoiceEndpoint(
      Journeys journeys, AuthorizationRequests requests, AuthorizationFlow flow, Csprng random) {
    this.journeys = journeys;
    this.requests = requests;
    this.flow = flow;
    this.random = random;
  }

  @Override
  public Answer handle(Exchange exchange, SignedIn person) throws Refusal {
    Journey journey =
        journeys.open(
            exchange,
            Browser.of(exchange, random),
            exchange.form().only(FIELDS).require("journey"),
            Journey.Step.SIGNED_IN);
    if (!journey.session().equals(Optional.of(person.id()))) {
      throw Refusal.of(Reason.JOURNEY_STEP);
    }
    AuthorizationRequest request =
        requests.verify(exchange, new AuthorizationParameters(journey.request()));
    return flow.proceed(exchange, request.chosen(), Optional.of(journey), person);
  }
}
