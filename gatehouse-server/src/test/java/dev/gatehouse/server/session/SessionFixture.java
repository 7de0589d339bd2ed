package dev.gatehouse.server.session;

import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.kernel.Origin;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.SessionId;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.principal.EmailAddress;
import dev.gatehouse.server.principal.NewPerson;
import dev.gatehouse.server.principal.PersonStore;
import dev.gatehouse.server.storage.ServerDatabase;
import dev.gatehouse.server.storage.TenantTx;
import dev.gatehouse.server.storage.Work;
import dev.gatehouse.testkit.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A realm with two tenants and a person in each, on a real database. */
final class SessionFixture {
  static final Origin ORIGIN = new Origin("request", "192.0.2.7", "curl/8.5.0");

  final ServerDatabase database = ServerDatabase.shared();
  final FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");
  final Csprng random = new Csprng(CryptoProviders.jdk());
  final RealmId realm = database.freshRealm();
  final TenantId tenant = database.tenant(realm, "acme");
  final TenantId otherTenant = database.tenant(realm, "globex");
  final PrincipalId ada = person(tenant, "ada@acme.example");
  final PrincipalId bob = person(tenant, "bob@acme.example");
  final PrincipalId eve = person(otherTenant, "eve@globex.example");
  final Revocations revocations = new Revocations();
  final Sessions sessions =
      new Sessions(
          revocations, any -> new SessionLife(Duration.ofHours(1), Duration.ofHours(24)), random);

  private PrincipalId person(TenantId of, String address) {
    PrincipalId id = new PrincipalId(random.uuid());
    NewPerson person =
        new NewPerson(
            id,
            "Somebody",
            "en",
            List.of("member"),
            EmailAddress.parse(address).orElseThrow(),
            true);
    in(of, tx -> PersonStore.ofDatabase().create(tx, person));
    return id;
  }

  <T> T in(TenantId of, Work<TenantTx, T> work) {
    return database.in(clock, realm, of, work);
  }

  boolean ask(TenantId of, Work<TenantTx, Boolean> question) {
    return in(of, question);
  }

  boolean end(PrincipalId person, SessionId session) {
    return in(tenant, tx -> sessions.end(tx, person, session, "revoked"));
  }

  int endAll(PrincipalId person, Optional<SessionId> except) {
    return in(
        tenant,
        tx -> {
          if (except.isPresent()) {
            return sessions.endAllBut(tx, person, except.get(), "revoked");
          }
          sessions.endEverything(tx, person, "revoked");
          return sessions.list(tx, person).size();
        });
  }

  List<SessionEntry> list(TenantId of, PrincipalId person) {
    return in(of, tx -> sessions.list(tx, person));
  }

  /** The realm's number. */
  long rs() {
    return in(tenant, revocations::current);
  }

  StartedSession start(PrincipalId person) {
    return start(tenant, person);
  }

  StartedSession start(TenantId of, PrincipalId person) {
    NewSession beginning =
        new NewSession(person, Evidence.PASSWORD, ORIGIN, new Devices().of(ORIGIN.userAgent()));
    return in(of, tx -> sessions.start(tx, beginning));
  }

  Optional<SignedIn> find(StartedSession session) {
    return find(session.signedIn().tenant(), session.token());
  }

  Optional<SignedIn> find(TenantId of, OpaqueToken token) {
    return in(of, tx -> sessions.find(tx, token));
  }

  Optional<SignedIn> findAndTouch(StartedSession session) {
    return in(
        session.signedIn().tenant(),
        tx -> sessions.findAndTouch(tx, session.token(), "198.51.100.1"));
  }
}
