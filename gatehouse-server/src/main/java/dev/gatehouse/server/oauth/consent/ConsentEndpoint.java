package dev.gatehouse.server.oauth.consent;

import dev.gatehouse.server.audit.Attempt;
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
import dev.gatehouse.server.oauth.request.CodeIssuer;
import dev.gatehouse.server.oauth.request.SignInDemand;
import dev.gatehouse.server.oauth.rule.AuthorizationParameters;
import dev.gatehouse.server.session.SessionGate;
import dev.gatehouse.server.session.SignedIn;
import dev.gatehouse.server.storage.Transactions;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/**
 * {@code POST /oauth2/consent}: what the person decided. The form is bound to their session by its
 * token and to the request by the journey, which goes on in that session alone.
 */
public final class ConsentEndpoint implements SessionGate.Handler {
  private static final Set<String> FIELDS = Set.of(CsrfGuard.FIELD, "journey", "decision");

  private final Transactions transactions;
  private final Journeys journeys;
  private final AuthorizationRequests requests;
  private final Consents consents;
  private final ConsentStore store;
  private final Issuing issuing;

  /** What a code needs once consent is given. */
  public record Issuing(CodeIssuer codes, Clock clock, Csprng random) {}

  public ConsentEndpoint(
      Transactions transactions,
      Journeys journeys,
      AuthorizationRequests requests,
      Consents consents,
      ConsentStore store,
      Issuing issuing) {
    this.transactions = transactions;
    this.journeys = journeys;
    this.requests = requests;
    this.consents = consents;
    this.store = store;
    this.issuing = issuing;
  }

  @Override
  public Answer handle(Exchange exchange, SignedIn person) throws Refusal {
    var form = exchange.form().only(FIELDS);
    Browser browser = Browser.of(exchange, issuing.random());
    Journey journey =
        journeys.open(exchange, browser, form.require("journey"), Journey.Step.SIGNED_IN);
    if (!journey.session().equals(Optional.of(person.id()))) {
      throw Refusal.of(Reason.JOURNEY_STEP);
    }
    AuthorizationRequest request =
        requests.verify(exchange, new AuthorizationParameters(journey.request()));
    Optional<Journey> begun = Optional.of(journey);
    if (!SignInDemand.isMet(request, person, begun, issuing.clock().instant())) {
      throw Refusal.of(Reason.SIGN_IN_REQUIRED);
    }
    return switch (form.require("decision")) {
      case "allow" ->
          issuing
              .codes()
              .issue(
                  exchange,
                  request,
                  person,
                  Optional.of(journey.id()),
                  tx -> {
                    // made in here: the work may run once more, and with it the act
                    Attempt decision = consents.attempt(exchange, request, person);
                    store.allow(
                        tx, person.principal(), request.client().id(), request.consentable());
                    decision.succeeded(tx);
                  });
      case "cancel" ->
          transactions.inTenant(
              exchange.realm(),
              person.tenant(),
              consents.attempt(exchange, request, person),
              tx -> {
                journeys.finish(tx, browser, journey.id(), person);
                throw Refusal.of(Reason.CONSENT_DENIED);
              });
      default -> throw Refusal.of(Reason.PARAMETER_INVALID, "decision");
    };
  }
}
