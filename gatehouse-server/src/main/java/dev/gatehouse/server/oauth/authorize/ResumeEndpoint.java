package dev.gatehouse.server.oauth.authorize;

import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Browser;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Handler;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.login.Journey;
import dev.gatehouse.server.login.Journeys;
import dev.gatehouse.server.oauth.request.AuthorizationRequest;
import dev.gatehouse.server.oauth.request.AuthorizationRequests;
import dev.gatehouse.server.oauth.rule.AuthorizationParameters;
import java.util.Optional;

/**
 * {@code GET /oauth2/authorize/resume}: goes on with an authorization request after the sign-in.
 * The request is verified as if it had just come.
 */
public final class ResumeEndpoint implements Handler {
  private final Journeys journeys;
  private final AuthorizationRequests requests;
  private final AuthorizationFlow flow;
  private final Csprng random;

  public ResumeEndpoint(
      Journeys journeys, AuthorizationRequests requests, AuthorizationFlow flow, Csprng random) {
    this.journeys = journeys;
    this.requests = requests;
    this.flow = flow;
    this.random = random;
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
    return flow.proceed(exchange, request, Optional.of(journey));
  }
}
