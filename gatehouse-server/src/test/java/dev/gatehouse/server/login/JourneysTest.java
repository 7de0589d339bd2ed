package dev.gatehouse.server.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.http.Browser;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Site;
import dev.gatehouse.server.http.TestBrowser;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.session.Evidence;
import dev.gatehouse.server.session.NewSession;
import dev.gatehouse.server.session.SignedIn;
import dev.gatehouse.server.storage.Attempted;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("database")
class JourneysTest {
  private static final Map<String, String> REQUEST =
      Map.of("client_id", "web", "state", "s3cret-state", "organization", "acme");

  private final SignInFixture house = new SignInFixture();
  private final TenantId acme = house.tenant("acme");
  private final PrincipalId ada = house.person(acme, "ada@acme.example");
  private final Journeys journeys = house.journeys;
  private final Exchange exchange = exchange();
  private final Browser browser = Browser.create(house.random);

  private Exchange exchange() {
    try {
      return house.browser().exchange();
    } catch (Refusal refusal) {
      throw new IllegalStateException(refusal);
    }
  }

  private SignedIn session() {
    NewSession beginning =
        new NewSession(ada, Evidence.PASSWORD, exchange.origin(), house.devices.of("curl/8"));
    return house.in(acme, tx -> house.sessions.start(tx, beginning)).signedIn();
  }

  private Journey advance(Journey journey, Browser before, Browser after, SignedIn who)
      throws Refusal {
    return house.transactions.inTenant(
        house.realm,
        acme,
        Attempted.NOTHING,
        tx -> journeys.signedIn(tx, journey, before, after, who));
  }

  private Journey finish(Browser by, JourneyId id, SignedIn who) throws Refusal {
    return house.transactions.inTenant(
        house.realm, acme, Attempted.NOTHING, tx -> journeys.finish(tx, by, id, who));
  }

  private static void refused(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }

  @Test
  void open_ownBrowser_readsWhatWasBegun() throws Refusal {
    JourneyId id = journeys.begin(exchange, browser, REQUEST);
    Journey journey = journeys.open(exchange, browser, id.toString());
    assertThat(journey.step()).isEqualTo(Journey.Step.SIGN_IN);
    assertThat(journey.request()).isEqualTo(REQUEST);
    assertThat(journey.organisation()).contains("acme");
    assertThat(journey.session()).isEmpty();
    assertThat(journey.signedInAt()).isEmpty();
    assertThat(journey.startedAt()).isEqualTo(house.clock.instant());
  }

  @Test
  void open_anotherBrowser_isUnknown() throws Refusal {
    JourneyId id = journeys.begin(exchange, browser, REQUEST);
    Browser other = Browser.create(house.random);
    refused(Reason.JOURNEY_UNKNOWN, () -> journeys.open(exchange, other, id.toString()));
  }

  @ParameterizedTest
  @CsvSource({"PT29M59S,true", "PT30M,false"})
  void open_afterAWhile_endsByTime(Duration after, boolean alive) throws Refusal {
    JourneyId id = journeys.begin(exchange, browser, REQUEST);
    house.clock.advance(after);
    if (alive) {
      assertThat(journeys.open(exchange, browser, id.toString()).id()).isEqualTo(id);
    } else {
      refused(Reason.JOURNEY_UNKNOWN, () -> journeys.open(exchange, browser, id.toString()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1-1-1-1-1",
        "0199A000-0000-7000-8000-000000000000",
        "0199a000-0000-7000-8000-000000000000",
        "0199a000-0000-7000-8000-000000000000 ",
        "../../etc",
        "ghj_AAAA"
      })
  void open_anythingElse_isUnknown(String text) {
    refused(Reason.JOURNEY_UNKNOWN, () -> journeys.open(exchange, browser, text));
  }

  @Test
  void open_inAnotherRealm_isUnknown() throws Refusal {
    JourneyId id = journeys.begin(exchange, browser, REQUEST);
    RealmId portal = house.database.freshRealm();
    Exchange there =
        new TestBrowser(new Site(portal, URI.create("https://portal.example.com")), "curl/8")
            .exchange();
    refused(Reason.JOURNEY_UNKNOWN, () -> journeys.open(there, browser, id.toString()));
  }

  @Test
  void open_anotherStepThanDue_isRefused() throws Refusal {
    JourneyId id = journeys.begin(exchange, browser, REQUEST);
    refused(
        Reason.JOURNEY_STEP,
        () -> journeys.open(exchange, browser, id.toString(), Journey.Step.SIGNED_IN));
  }

  @Test
  void signedIn_rebindsToTheNewBrowserAndKnowsTheSession() throws Refusal {
    JourneyId id = journeys.begin(exchange, browser, REQUEST);
    Browser after = Browser.create(house.random);
    house.clock.advance(Duration.ofMinutes(1));
    SignedIn who = session();
    advance(journeys.open(exchange, browser, id.toString()), browser, after, who);
    refused(Reason.JOURNEY_UNKNOWN, () -> journeys.open(exchange, browser, id.toString()));
    Journey next = journeys.open(exchange, after, id.toString(), Journey.Step.SIGNED_IN);
    assertThat(next.request()).isEqualTo(REQUEST);
    assertThat(next.session()).contains(who.id());
    assertThat(next.signedInAt()).contains(who.authTime());
  }

  @Test
  void signedIn_twice_isRefused() throws Refusal {
    JourneyId id = journeys.begin(exchange, browser, REQUEST);
    Journey begun = journeys.open(exchange, browser, id.toString());
    Browser after = Browser.create(house.random);
    SignedIn who = session();
    advance(begun, browser, after, who);
    refused(Reason.JOURNEY_STEP, () -> advance(begun, browser, after, who));
    refused(Reason.JOURNEY_STEP, () -> advance(begun, after, browser, who));
  }

  @Test
  void finish_beforeTheSignIn_isRefusedAndTheJourneyGoesOn() throws Refusal {
    JourneyId id = journeys.begin(exchange, browser, REQUEST);
    refused(Reason.JOURNEY_UNKNOWN, () -> finish(browser, id, session()));
    assertThat(journeys.open(exchange, browser, id.toString()).step())
        .isEqualTo(Journey.Step.SIGN_IN);
  }

  @Test
  void finish_manyAtOnce_exactlyOneWins() throws Exception {
    SignedIn who = session();
    Journey journey = journeys.beginSignedIn(exchange, browser, REQUEST, who);
    assertThat(journey.signedInAt()).isEmpty();
    List<Callable<Boolean>> tries = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      tries.add(() -> {
        try {
          return finish(browser, journey.id(), who).request().equals(REQUEST);
        } catch (Refusal lost) {
          return false;
        }
      });
    }
    List<Boolean> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(tries.size())) {
      for (Future<Boolean> result : threads.invokeAll(tries)) {
        results.add(result.get());
      }
    }
    assertThat(results).containsOnlyOnce(true);
    refused(
        Reason.JOURNEY_UNKNOWN, () -> journeys.open(exchange, browser, journey.id().toString()));
  }

  @Test
  void finish_inAnotherSession_isRefusedAndStaysFinished() throws Refusal {
    Journey journey = journeys.beginSignedIn(exchange, browser, REQUEST, session());
    SignedIn other = session();
    refused(Reason.JOURNEY_STEP, () -> finish(browser, journey.id(), other));
    refused(
        Reason.JOURNEY_UNKNOWN, () -> journeys.open(exchange, browser, journey.id().toString()));
  }

  @Test
  void stored_request_isSealed() throws Refusal {
    journeys.begin(exchange, browser, REQUEST);
    assertThat(
            house.database.execute(
                "UPDATE gatehouse.journey SET step = step WHERE position('s3cret-state'::bytea IN sealed) > 0"))
        .isZero();
  }
}
