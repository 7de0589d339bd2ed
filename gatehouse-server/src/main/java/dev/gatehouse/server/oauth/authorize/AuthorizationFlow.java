package dev.gatehouse.server.oauth.authorize;

import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Browser;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.login.Journey;
import dev.gatehouse.server.login.JourneyId;
import dev.gatehouse.server.login.Journeys;
import dev.gatehouse.server.oauth.consent.ConsentPage;
import dev.gatehouse.server.oauth.consent.Consents;
import dev.gatehouse.server.oauth.request.AuthorizationRequest;
import dev.gatehouse.server.oauth.request.CodeIssuer;
import dev.gatehouse.server.oauth.request.SignInDemand;
import dev.gatehouse.server.oauth.rule.Prompt;
import dev.gatehouse.server.session.SessionGate;
import dev.gatehouse.server.session.SignedIn;
import java.time.Clock;
import java.util.Optional;

/** What follows a verified authorization request: account, sign-in, consent, code. */
public final class AuthorizationFlow {
  private final SessionGate sessions;
  private final Journeys journeys;
  private final Consents consents;
  private final Pages pages;
  private final CodeIssuer codes;
  private final Tools tools;

  /** What a person is asked on the way. */
  public record Pages(AccountChoicePage accounts, ConsentPage consent) {}

  /** Time and random values. */
  public record Tools(Clock clock, Csprng random) {}

  public AuthorizationFlow(
      SessionGate sessions,
      Journeys journeys,
      Consents consents,
      Pages pages,
      CodeIssuer codes,
      Tools tools) {
    this.sessions = sessions;
    this.journeys = journeys;
    this.consents = consents;
    this.pages = pages;
    this.codes = codes;
    this.tools = tools;
  }

  Answer proceed(Exchange exchange, AuthorizationRequest request, Optional<Journey> begun)
      throws Refusal {
    // prompt=none goes on without the person, so it does not keep their session awake
    Optional<SignedIn> person =
        request.isSilent() ? sessions.peek(exchange) : sessions.find(exchange);
    return person.isEmpty()
        ? signIn(exchange, request)
        : proceed(exchange, request, begun, person.get());
  }

  /** The same where it is known who is signed in. */
  Answer proceed(
      Exchange exchange, AuthorizationRequest request, Optional<Journey> begun, SignedIn person)
      throws Refusal {
    // somebody else signed in since: their request begins anew
    Optional<Journey> journey = begun.filter(it -> it.session().equals(Optional.of(person.id())));
    if (request.prompts().contains(Prompt.SELECT_ACCOUNT)
        && !SignInDemand.isForThis(journey, person)) {
      return pages
          .accounts()
          .ask(exchange, request, person, on(exchange, request, journey, person).id());
    }
    if (!SignInDemand.isMet(request, person, journey, tools.clock().instant())) {
      return signIn(exchange, request);
    }
    if (consents.isNeeded(exchange, request, person)) {
      return askConsent(exchange, request, journey, person);
    }
    return codes.issue(
        exchange,
        request,
        person,
        journey.map(Journey::id),
        tx -> consents.require(tx, request, person));
  }

  /** Leads to the sign-in, whoever is signed in. */
  Answer signIn(Exchange exchange, AuthorizationRequest request) throws Refusal {
    if (request.isSilent()) {
      throw Refusal.of(Reason.SIGN_IN_REQUIRED);
    }
    JourneyId id =
        journeys.begin(
            exchange, Browser.of(exchange, tools.random()), request.parameters().values());
    return new Answer.SeeOther(exchange.site().uri("/sign-in?journey=" + id));
  }

  private Answer askConsent(
      Exchange exchange, AuthorizationRequest request, Optional<Journey> begun, SignedIn person)
      throws Refusal {
    if (request.isSilent()) {
      throw consents.refuseSilently(exchange, request, person);
    }
    Journey journey = on(exchange, request, begun, person);
    return pages.consent().ask(exchange, request, person, journey.id());
  }

  /** The journey to go on with; one begins where there is none. */
  private Journey on(
      Exchange exchange, AuthorizationRequest request, Optional<Journey> begun, SignedIn person)
      throws Refusal {
    return begun.isPresent()
        ? begun.get()
        : journeys.beginSignedIn(
            exchange, Browser.of(exchange, tools.random()), request.parameters().values(), person);
  }
}
