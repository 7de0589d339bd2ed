package dev.gatehouse.server.login;

import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.Envelope;
import dev.gatehouse.server.http.Browser;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.session.SignedIn;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.server.storage.Transactions;
import dev.gatehouse.server.storage.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Sign-ins under way, each bound to the browser that began it, for {@value #MINUTES} minutes. A
 * step is reached only from the one before, and the last is done once.
 */
public final class Journeys {
  private static final int MINUTES = 30;
  private static final Duration LIFE = Duration.ofMinutes(MINUTES);
  private static final String ORGANISATION = "organization";

  private final Transactions transactions;
  private final JourneyStore store;
  private final JourneySeal seal;
  private final Csprng random;

  public Journeys(Transactions transactions, Envelope envelope, Csprng random) {
    this(transactions, new JdbcJourneyStore(), envelope, random);
  }

  Journeys(Transactions transactions, JourneyStore store, Envelope envelope, Csprng random) {
    this.transactions = transactions;
    this.store = store;
    this.seal = new JourneySeal(envelope);
    this.random = random;
  }

  /**
   * Begins a journey that asks the person to sign in.
   *
   * @param authorizationRequest its parameters, one of which may be {@code organization}; empty: to
   *     the account
   */
  public JourneyId begin(
      Exchange exchange, Browser browser, Map<String, String> authorizationRequest) throws Refusal {
    return begin(
        exchange,
        browser,
        authorizationRequest,
        Optional.empty(),
        Optional.ofNullable(authorizationRequest.get(ORGANISATION)));
  }

  /** Begins a journey through a tenant's entry, to the account. */
  JourneyId beginAt(Exchange exchange, Browser browser, String slug) throws Refusal {
    return begin(exchange, browser, Map.of(), Optional.empty(), Optional.of(slug));
  }

  /** Begins a journey that leads back to the page of this request. */
  JourneyId beginBackHere(Exchange exchange, Browser browser) throws Refusal {
    Optional<OwnPath> here = OwnPath.of(exchange.site(), exchange.rawPath());
    return begin(exchange, browser, Map.of(), here, Optional.empty());
  }

  private JourneyId begin(
      Exchange exchange,
      Browser browser,
      Map<String, String> request,
      Optional<OwnPath> page,
      Optional<String> organisation)
      throws Refusal {
    return insert(
            exchange,
            browser,
            now ->
                new Journey(
                    new JourneyId(random.uuidV7(now)),
                    Journey.Step.SIGN_IN,
                    request,
                    page,
                    organisation,
                    Optional.empty(),
                    now,
                    Optional.empty()))
        .id();
  }

  private Journey insert(Exchange exchange, Browser browser, Function<Instant, Journey> begun)
      throws Refusal {
    return transactions.inRealm(
        exchange.realm(),
        Attempted.NOTHING,
        tx -> {
          Journey journey = begun.apply(tx.now());
          store.insert(tx, row(tx, journey, browser));
          return journey;
        });
  }

  /**
   * Begins a journey for somebody who is signed in already and has more to do, such as to consent.
   * It goes on only in their session.
   */
  public Journey beginSignedIn(
      Exchange exchange,
      Browser browser,
      Map<String, String> authorizationRequest,
      SignedIn signedIn)
      throws Refusal {
    return insert(
        exchange,
        browser,
        now ->
            new Journey(
                new JourneyId(random.uuidV7(now)),
                Journey.Step.SIGNED_IN,
                authorizationRequest,
                Optional.empty(),
                Optional.ofNullable(authorizationRequest.get(ORGANISATION)),
                Optional.of(signedIn.id()),
                now,
                Optional.empty()));
  }

  private Optional<Journey> find(Exchange exchange, Browser browser, String text) throws Refusal {
    Optional<JourneyId> id = JourneyId.parse(text);
    return id.isEmpty()
        ? Optional.empty()
        : transactions.readRealm(
            exchange.realm(),
            tx ->
                store.find(tx, id.get(), browser.digest()).map(row -> seal.open(tx.realm(), row)));
  }

  /**
   * The journey of that id while it waits for its sign-in, for whoever left it to register or to
   * get a new password; nothing where it is not this browser's, too old or further on.
   */
  public Optional<Journey> waiting(Exchange exchange, String text) throws Refusal {
    Optional<Browser> browser = Browser.known(exchange);
    return browser.isEmpty()
        ? Optional.empty()
        : find(exchange, browser.get(), text).filter(it -> it.step() == Journey.Step.SIGN_IN);
  }

  /** The journey of that id, if this browser began it and it is neither too old nor finished. */
  public Journey open(Exchange exchange, Browser browser, String text) throws Refusal {
    Optional<Journey> found = find(exchange, browser, text);
    if (found.isEmpty()) {
      throw Refusal.of(Reason.JOURNEY_UNKNOWN);
    }
    return found.get();
  }

  /** The same, refused unless it is at that step. */
  public Journey open(Exchange exchange, Browser browser, String text, Journey.Step step)
      throws Refusal {
    Journey journey = open(exchange, browser, text);
    if (journey.step() != step) {
      throw Refusal.of(Reason.JOURNEY_STEP);
    }
    return journey;
  }

  /**
   * Takes the journey on after its person signed in, as an effect of the sign-in, and binds it to
   * the new value of the browser's cookie: who planted the old one is left behind.
   *
   * @param before the browser that it was bound to
   * @param after the browser from now on
   */
  Journey signedIn(Tx tx, Journey journey, Browser before, Browser after, SignedIn signedIn)
      throws Refusal {
    Journey next =
        journey.at(Journey.Step.SIGNED_IN, signedIn.id(), Optional.of(signedIn.authTime()));
    if (!store.advance(tx, before.digest(), Journey.Step.SIGN_IN, row(tx, next, after))) {
      throw Refusal.of(Reason.JOURNEY_STEP);
    }
    return next;
  }

  /**
   * Finishes the journey, once; it stays finished when the rest of the act is refused. Before any
   * effect of the transaction.
   *
   * @param signedIn whose session it must go on in
   */
  public Journey finish(Tx tx, Browser browser, JourneyId id, SignedIn signedIn) throws Refusal {
    Optional<Journey> finished =
        store
            .finish(tx, id, browser.digest(), Journey.Step.SIGNED_IN)
            .map(row -> seal.open(tx.realm(), row));
    if (finished.isEmpty()) {
      throw Refusal.of(Reason.JOURNEY_UNKNOWN);
    }
    if (!finished.get().session().equals(Optional.of(signedIn.id()))) {
      throw Refusal.of(Reason.JOURNEY_STEP);
    }
    return finished.get();
  }

  private JourneyStore.Row row(Tx tx, Journey journey, Browser browser) {
    return new JourneyStore.Row(
        journey.id(),
        browser.digest(),
        journey.step(),
        seal.seal(tx.realm(), journey),
        journey.startedAt(),
        journey.startedAt().plus(LIFE));
  }
}
