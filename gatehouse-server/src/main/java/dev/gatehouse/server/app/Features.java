package dev.gatehouse.server.app;

import dev.gatehouse.server.admin.TenantAdministration;
import dev.gatehouse.server.client.ClientRegistry;
import dev.gatehouse.server.client.RegisteredClientStore;
import dev.gatehouse.server.client.RegisteredClients;
import dev.gatehouse.server.credential.FailedSignIns;
import dev.gatehouse.server.credential.LinkMaker;
import dev.gatehouse.server.credential.LinkStore;
import dev.gatehouse.server.credential.MailBudget;
import dev.gatehouse.server.credential.PasswordStore;
import dev.gatehouse.server.login.CurrentPassword;
import dev.gatehouse.server.login.Journeys;
import dev.gatehouse.server.login.PasswordProof;
import dev.gatehouse.server.login.PasswordProof.Accounts;
import dev.gatehouse.server.login.SignIn;
import dev.gatehouse.server.login.SignInDetour;
import dev.gatehouse.server.login.SignInPage;
import dev.gatehouse.server.login.SignOutPage;
import dev.gatehouse.server.login.mailbox.Mailing;
import dev.gatehouse.server.login.mailbox.Records;
import dev.gatehouse.server.member.Invitations;
import dev.gatehouse.server.member.Members;
import dev.gatehouse.server.member.TenantRoles;
import dev.gatehouse.server.notify.MailOutbox;
import dev.gatehouse.server.notify.MailWriter;
import dev.gatehouse.server.oauth.logout.LogoutNotices;
import dev.gatehouse.server.page.MailRenderer;
import dev.gatehouse.server.principal.AddressKeys;
import dev.gatehouse.server.principal.LoginIndex;
import dev.gatehouse.server.principal.PersonStore;
import dev.gatehouse.server.session.Devices;
import dev.gatehouse.server.session.Revocations;
import dev.gatehouse.server.session.SessionGate;
import dev.gatehouse.server.session.SessionLife;
import dev.gatehouse.server.session.Sessions;
import dev.gatehouse.server.tenant.TenantStore;
import java.io.IOException;

/**
 * Every feature, wired by hand on the foundation: first what they share, then each with its pages.
 */
final class Features implements AutoCloseable {
  final RegisteredClients registered;
  final ClientRegistry clients;
  final Accounts accounts;
  final Revocations revocations = new Revocations();
  final Sessions sessions;
  final Devices devices = new Devices();
  final Journeys journeys;
  final SessionGate gate;
  final CurrentPassword currentPassword;
  final Records records;
  final Mailing mailing;
  final Invitations invitations;
  final Members members;
  final TenantRoles tenantRoles;
  final TenantAdministration tenants;
  final SigningKeys keys;
  final SignInPage signIn;
  final SignOutPage signOut;
  final MailboxPages mailbox;
  final ProviderEndpoints provider;
  final AccountPages account;
  final ManagementEndpoints management;
  private final WorkerJobs workerJobs;

  Features(Foundation on) throws IOException {
    AddressKeys addressKeys = new AddressKeys(on.macs);
    accounts =
        new Accounts(
            new LoginIndex(addressKeys),
            new FailedSignIns(addressKeys),
            PersonStore.ofDatabase(),
            PasswordStore.ofDatabase(),
            TenantStore.ofDatabase(on.random));
    registered =
        new RegisteredClients(
            on.transactions, RegisteredClientStore.ofDatabase(), on.realm(), on.clock);
    clients = new ClientRegistry(on.realms, registered);
    sessions =
        new Sessions(
            revocations,
            SessionLife.Rules.of(on.realm()),
            on.random,
            new LogoutNotices(on.realm()));
    journeys = new Journeys(on.transactions, on.envelope, on.random);
    gate =
        new SessionGate(on.transactions, sessions, on.csrf, new SignInDetour(journeys, on.random));
    currentPassword = new CurrentPassword(on.transactions, on.hasher, accounts);
    records = new Records(on.transactions, on.audit, on.commits);
    mailing = mailing(on, addressKeys);
    Members.Stores people = people();
    invitations = new Invitations(people, on.realm());
    members = new Members(people, sessions, revocations, on.realm());
    tenantRoles = new TenantRoles(accounts.tenants(), accounts.persons(), revocations, on.realm());
    tenants = tenants(on);
    signIn = signIn(on);
    signOut =
        new SignOutPage(on.transactions, on.audit, sessions, gate, on.csrf, on.frames, on.renderer);
    keys = new SigningKeys(on);
    mailbox = new MailboxPages(on, this);
    provider = new ProviderEndpoints(on, this);
    account = new AccountPages(on, this);
    management = new ManagementEndpoints(on, this);
    workerJobs = new WorkerJobs(on, this);
  }

  private static Mailing mailing(Foundation on, AddressKeys addressKeys) {
    return new Mailing(
        LinkStore.ofDatabase(),
        new LinkMaker(on.random, on.clock),
        new MailWriter(new MailRenderer(), on.realm(), on.clock),
        new MailOutbox(on.envelope, on.random),
        new MailBudget(addressKeys),
        on.frames);
  }

  private TenantAdministration tenants(Foundation on) {
    return new TenantAdministration(
        on.transactions,
        on.audit,
        new TenantAdministration.People(
            accounts.tenants(), sessions, mailing.links(), invitations, mailing),
        on.random,
        on.realm(),
        on.sites::of);
  }

  private Members.Stores people() {
    return new Members.Stores(
        accounts.tenants(),
        accounts.persons(),
        accounts.passwords(),
        accounts.index(),
        mailing.links());
  }

  private SignInPage signIn(Foundation on) {
    PasswordProof proof =
        new PasswordProof(on.transactions, on.audit, on.hasher, on.random, accounts);
    SignIn act =
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
    return new SignInPage(clients, on.frames, on.renderer, on.csrf, on.random, journeys, act);
  }

  /** Starts what runs beside requests. */
  void begin(Housekeeping housekeeping) {
    workerJobs.begin(housekeeping);
  }

  /** Erases the tenants whose time has come, without waiting for the beat. */
  void erase() {
    workerJobs.erase();
  }

  @Override
  public void close() {
    workerJobs.close();
  }
}
