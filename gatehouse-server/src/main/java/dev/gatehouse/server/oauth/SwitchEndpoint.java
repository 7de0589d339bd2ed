package dev.gatehouse.server.oauth;

import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Browser;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Handler;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.login.Journey;
import dev.gatehouse.server.login.JourneyId;
import dev.gatehouse.server.login.Journeys;

/** {@code GET /oauth2/authorize/switch}: the same request with another account. */
public final class SwitchEndpoint implements Handler {
  private final Journeys journeys;
  private final AuthorizationRequests requests;
  private final AuthorizationFlow flow;
  private final Csprng random;

  SwitchEndpoint(
      Journeys journeys, AuthorizationRequests requests, AuthorizationFlow flow, Csprng random) {
    this.journeys = journeys;
    this.requests = requests;
    this.flow = flow;
    this.random = random;
  }

  /** Where it is for this journey, as a path of the realm. */
  static String path(JourneyId journey) {
    return "/oauth2/authorize/switch?journey=" + journey;
  }

  @Override
  public Answer handle(Exchange exchange) throws Refusal {
    Journey journey =
        journeys.open(
            exchange,
            Browser.of(exchange, random),
            exchange.query().require("journey"),
            Journey.Step.SIGNED_IN);
    AuthorizationRequest request =
        requests.verify(exchange, new AuthorizationParameters(journey.request()));
    return flow.signIn(exchange, request.chosen());
  }
}
