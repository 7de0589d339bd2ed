package dev.gatehouse.server.app;

import dev.gatehouse.server.credential.FailedSignIns;
import dev.gatehouse.server.credential.PasswordStore;
import dev.gatehouse.server.login.Journeys;
import dev.gatehouse.server.login.PasswordProof;
import dev.gatehouse.server.login.SignIn;
import dev.gatehouse.server.login.SignInDetour;
import dev.gatehouse.server.login.SignInPage;
import dev.gatehouse.server.login.SignOutPage;
import dev.gatehouse.server.principal.AddressKeys;
import dev.gatehouse.server.principal.LoginIndex;
import dev.gatehouse.server.principal.PersonStore;
import dev.gatehouse.server.session.Devices;
import dev.gatehouse.server.session.Revocations;
import dev.gatehouse.server.session.SessionFrames;
import dev.gatehouse.server.session.SessionGate;
import dev.gatehouse.server.session.SessionLife;
import dev.gatehouse.server.session.Sessions;
import dev.gatehouse.server.tenant.TenantStore;

/** Every feature, wired by hand on the foundation. */
final class Features implements AutoCloseable {
  final AddressKeys addressKeys;
  final LoginIndex loginIndex;
  final PersonStore persons = PersonStore.ofDatabase();
  final PasswordStore passwords = PasswordStore.ofDatabase();
  final TenantStore tenants;
  final FailedSignIns failedSignIns;
  final Revocations revocations = new Revocations();
  final Sessions sessions;
  final Devices devices = new Devices();
  final Journeys journeys;
  final SessionGate gate;
  final SessionFrames sessionFrames;
  final SignInPage signInPage;
  final SignOutPage signOutPage;

  Features(Foundation on) {
    tenants = TenantStore.ofDatabase(on.random);
    addressKeys = new AddressKeys(on.macs);
    loginIndex = new LoginIndex(addressKeys);
    failedSignIns = new FailedSignIns(addressKeys);
    sessions = new Sessions(revocations, SessionLife.Rules.of(on.realm()), on.random);
    journeys = new Journeys(on.transactions, on.envelope, on.random);
    gate =
        new SessionGate(on.transactions, sessions, on.csrf, new SignInDetour(journeys, on.random));
    sessionFrames = new SessionFrames(on.frames, on.csrf);
    signInPage = signInPage(on);
    signOutPage =
        new SignOutPage(on.transactions, on.audit, sessions, gate, on.csrf, on.frames, on.renderer);
  }

  private SignInPage signInPage(Foundation on) {
    PasswordProof proof =
        new PasswordProof(
            on.transactions,
            on.audit,
            on.hasher,
            on.random,
            new PasswordProof.Accounts(loginIndex, failedSignIns, persons, passwords, tenants));
    SignIn signIn =
        new SignIn(
            on.transactions,
            on.audit,
            proof,
            sessions,
            gate,
            devices,
            journeys,
            on.realm(),
            on.macs,
            on.random);
    return new SignInPage(on.realm(), on.frames, on.renderer, on.csrf, on.random, journeys, signIn);
  }

  /** Starts what runs beside requests. */
  void begin(Housekeeping housekeeping) {}

  @Override
  public void close() {}
}
