package dev.gatehouse.server.login;

import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.http.Browser;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.session.SessionGate;
import java.net.URI;

/** Sends somebody who is not signed in on a journey that leads back to the page they asked for. */
public final class SignInDetour implements SessionGate.Detour {
  private final Journeys journeys;
  private final Csprng random;

  public SignInDetour(Journeys journeys, Csprng random) {
    this.journeys = journeys;
    this.random = random;
  }

  @Override
  public URI toSignIn(Exchange exchange) throws Refusal {
    JourneyId journey = journeys.beginBackHere(exchange, Browser.of(exchange, random));
    return exchange.site().uri(SignInPage.path(journey));
  }
}
