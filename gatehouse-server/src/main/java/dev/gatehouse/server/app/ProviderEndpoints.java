package dev.gatehouse.server.app;

import dev.gatehouse.server.client.ClientRegistry;
import dev.gatehouse.server.crypto.KeyRing;
import dev.gatehouse.server.http.Handler;
import dev.gatehouse.server.oauth.OpenIdProvider;
import dev.gatehouse.server.oauth.authorize.AccountChoicePage;
import dev.gatehouse.server.oauth.consent.Applications;
import dev.gatehouse.server.oauth.consent.ConsentPage;
import dev.gatehouse.server.oauth.family.OfflineSessions;
import dev.gatehouse.server.oauth.logout.Logout;
import dev.gatehouse.server.oauth.logout.LogoutEndpoint;
import dev.gatehouse.server.oauth.logout.LogoutPages;
import dev.gatehouse.server.oauth.management.ManagementTokens;
import dev.gatehouse.server.oauth.registration.ClientConfigurationEndpoint;
import dev.gatehouse.server.oauth.registration.Registration;
import dev.gatehouse.server.oauth.request.FormPostPage;
import dev.gatehouse.server.oauth.request.RequestFrames;
import dev.gatehouse.server.realm.TokenProfile;
import dev.gatehouse.server.session.LiveRevocations;
import java.time.Duration;

/** The endpoints of OAuth 2 and OpenID Connect. */
final class ProviderEndpoints {
  /** Older revocations concern no access token. */
  private static final Duration RECENT = TokenProfile.LONGEST_ACCESS_TOKEN.plusMinutes(1);

  final ClientRegistry clients;
  final OfflineSessions offlineSessions;
  final Applications applications;
  final Handler metadata;
  final Handler jwks;
  final Handler authorize;
  final Handler resume;
  final Handler switching;
  final Handler accountChoice;
  final Handler consent;
  final Handler push;
  final Handler token;
  final Handler userInfo;
  final Handler revocation;
  final Handler introspection;
  final Logout logout;
  final LogoutEndpoint logoutEndpoint;
  final Handler registration;
  final ClientConfigurationEndpoint clientConfiguration;
  final OpenIdProvider.Preflights preflights;
  final ManagementTokens managementTokens;

  ProviderEndpoints(Foundation on, Features with) {
    clients = with.clients;
    KeyRing keys = with.keys.ring;
    OpenIdProvider provider =
        new OpenIdProvider(
            new OpenIdProvider.Ground(
                on.transactions, on.audit, on.commits, clients, on.outbound, on.clock),
            new OpenIdProvider.Cryptography(
                on.providers, keys, with.keys.signer, on.envelope, on.macs, on.random),
            people(on, with),
            pages(on));
    offlineSessions = OfflineSessions.ofDatabase(with.revocations);
    applications = Applications.ofDatabase(with.revocations, clients);
    metadata = provider.metadata();
    jwks = provider.jwks();
    authorize = provider.authorize();
    resume = provider.resume();
    switching = provider.switching();
    accountChoice = with.gate.protect(provider.accountChoice());
    consent = with.gate.protect(provider.consent());
    push = provider.push();
    token = provider.token();
    userInfo = provider.userInfo();
    revocation = provider.revocation();
    introspection = provider.introspection();
    var registering =
        new Registration(
            new Registration.Ground(
                on.transactions,
                on.audit,
                on.realm(),
                with.registered,
                with.revocations,
                on.outbound,
                on.random));
    registration = registering.registration();
    clientConfiguration = registering.configuration();
    logout =
        new Logout(
            new Logout.Ground(
                on.transactions, on.audit, on.commits, clients, on.outbound, on.clock),
            new Logout.Cryptography(on.providers, keys, with.keys.signer, on.envelope, on.random));
    logoutEndpoint =
        logout.endpoint(with.sessions, with.gate, new LogoutPages(on.frames, on.renderer, on.csrf));
    preflights = provider.preflights();
    managementTokens = provider.managementTokens();
  }

  private static OpenIdProvider.People people(Foundation on, Features with) {
    return new OpenIdProvider.People(
        with.gate,
        with.journeys,
        with.revocations,
        new LiveRevocations(on.transactions, on.clock, RECENT),
        with.accounts.tenants());
  }

  private static OpenIdProvider.Pages pages(Foundation on) {
    var frames = new RequestFrames(on.frames, on.csrf);
    return new OpenIdProvider.Pages(
        new AccountChoicePage(on.renderer, frames),
        new ConsentPage(on.renderer, frames, on.realm()),
        new FormPostPage(on.renderer, on.frames));
  }
}
