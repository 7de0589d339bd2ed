package dev.gatehouse.server.login;

import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.audit.AuditLog;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.Macs;
import dev.gatehouse.server.http.Browser;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.principal.Person;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.session.Device;
import dev.gatehouse.server.session.Devices;
import dev.gatehouse.server.session.Evidence;
import dev.gatehouse.server.session.NewSession;
import dev.gatehouse.server.session.SessionCookie;
import dev.gatehouse.server.session.SessionGate;
import dev.gatehouse.server.session.Sessions;
import dev.gatehouse.server.session.SignedIn;
import dev.gatehouse.server.session.StartedSession;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.server.storage.TenantTx;
import dev.gatehouse.server.storage.Transactions;
import java.util.Optional;
import java.util.function.Function;

/**
 * Turns a proved person into a session and takes the journey on, in one transaction. The browser
 * gets values that nobody knew before, and the session it had ends.
 */
public final class SignIn {
  private static final String REPLACED = "replaced";

  private final Transactions transactions;
  private final AuditLog audit;
  private final PasswordProof proof;
  private final Sessions sessions;
  private final SessionGate gate;
  private final Devices devices;
  private final Journeys journeys;
  private final Function<RealmId, Realm> realms;
  private final RememberedTenant remembered;
  private final Csprng random;

  public SignIn(
      Transactions transactions,
      AuditLog audit,
      PasswordProof proof,
      Sessions sessions,
      SessionGate gate,
      Devices devices,
      Journeys journeys,
      Function<RealmId, Realm> realms,
      Macs macs,
      Csprng random) {
    this.transactions = transactions;
    this.audit = audit;
    this.proof = proof;
    this.sessions = sessions;
    this.gate = gate;
    this.devices = devices;
    this.journeys = journeys;
    this.realms = realms;
    this.remembered = new RememberedTenant(macs);
    this.random = random;
  }

  /** What the transaction of a sign-in leaves. */
  private record Done(StartedSession session, Journey journey) {}

  /**
   * Signs in.
   *
   * @param organisation as typed; where empty, that of the journey's entry counts
   * @return the journey, one step further
   */
  Journey signIn(
      Exchange exchange,
      Browser browser,
      Journey journey,
      SignInForm.Checked typed,
      String organisation)
      throws Refusal {
    Optional<SignedIn> previous = gate.peek(exchange);
    Device device = devices.of(exchange.origin().userAgent());
    Browser fresh = Browser.create(random);
    PasswordProof.Claim claim =
        new PasswordProof.Claim(
            typed.address(),
            typed.password(),
            organisation.isEmpty() ? journey.organisation().orElse("") : organisation,
            remembered.find(exchange),
            realms.apply(exchange.realm()).passwords().hashing());
    Done done =
        proof.prove(
            exchange,
            claim,
            (tx, person, attempt) -> {
              StartedSession session =
                  sessions.start(
                      tx,
                      new NewSession(person.id(), Evidence.PASSWORD, exchange.origin(), device));
              Journey next = journeys.signedIn(tx, journey, browser, fresh, session.signedIn());
              record(tx, attempt, person, session.signedIn());
              if (previous.filter(it -> it.tenant().equals(tx.tenant())).isPresent()) {
                replace(tx, exchange, previous.get());
              }
              return new Done(session, next);
            });
    SessionCookie.hand(exchange, done.session());
    fresh.hand(exchange);
    SignedIn signedIn = done.session().signedIn();
    remembered.remember(exchange, signedIn.tenant());
    if (previous.filter(it -> !it.tenant().equals(signedIn.tenant())).isPresent()) {
      // behind the wall of another tenant: a transaction there
      transactions.inTenant(
          exchange.realm(),
          previous.get().tenant(),
          Attempted.NOTHING,
          tx -> replace(tx, exchange, previous.get()));
    }
    return done.journey();
  }

  private static void record(TenantTx tx, Attempt attempt, Person person, SignedIn signedIn) {
    attempt
        .by(person.id())
        .in(signedIn.id())
        .detail("amr", String.join(" ", signedIn.amr()))
        .detail("acr", signedIn.acr())
        .succeeded(tx);
  }

  /** A browser has one session a realm: nobody could end the other from here any more. */
  private boolean replace(TenantTx tx, Exchange exchange, SignedIn previous) {
    boolean ended = sessions.end(tx, previous.principal(), previous.id(), REPLACED);
    if (ended) {
      audit
          .attempt(EventType.SESSION_REVOKED, exchange.origin())
          .by(previous.principal())
          .in(previous.id())
          .on("session", previous.id().toString())
          .detail("cause", REPLACED)
          .succeeded(tx);
    }
    return ended;
  }
}
