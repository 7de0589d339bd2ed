package dev.gatehouse.server.oauth;

import dev.gatehouse.server.audit.AuditLog;
import dev.gatehouse.server.audit.GroupCommit;
import dev.gatehouse.server.client.AllowedOrigins;
import dev.gatehouse.server.client.ClientAuthenticator;
import dev.gatehouse.server.client.ClientRegistry;
import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.Envelope;
import dev.gatehouse.server.crypto.KeyRing;
import dev.gatehouse.server.crypto.Macs;
import dev.gatehouse.server.crypto.TokenSigner;
import dev.gatehouse.server.http.Handler;
import dev.gatehouse.server.http.OutboundHttp;
import dev.gatehouse.server.login.Journeys;
import dev.gatehouse.server.oauth.authorize.AccountChoiceEndpoint;
import dev.gatehouse.server.oauth.authorize.AccountChoicePage;
import dev.gatehouse.server.oauth.authorize.AuthorizationFlow;
import dev.gatehouse.server.oauth.authorize.AuthorizeEndpoint;
import dev.gatehouse.server.oauth.authorize.ResumeEndpoint;
import dev.gatehouse.server.oauth.authorize.SwitchEndpoint;
import dev.gatehouse.server.oauth.bearer.AccessTokens;
import dev.gatehouse.server.oauth.bearer.DpopBinding;
import dev.gatehouse.server.oauth.bearer.LiveTokens;
import dev.gatehouse.server.oauth.code.CodeStore;
import dev.gatehouse.server.oauth.consent.ConsentEndpoint;
import dev.gatehouse.server.oauth.consent.ConsentPage;
import dev.gatehouse.server.oauth.consent.ConsentStore;
import dev.gatehouse.server.oauth.consent.Consents;
import dev.gatehouse.server.oauth.discovery.JwksEndpoint;
import dev.gatehouse.server.oauth.discovery.MetadataEndpoint;
import dev.gatehouse.server.oauth.discovery.PreflightEndpoint;
import dev.gatehouse.server.oauth.dpop.DpopProofs;
import dev.gatehouse.server.oauth.family.FamilyStore;
import dev.gatehouse.server.oauth.family.PresentedRefreshTokens;
import dev.gatehouse.server.oauth.family.RefreshChain;
import dev.gatehouse.server.oauth.family.RefreshTokens;
import dev.gatehouse.server.oauth.family.StandingStore;
import dev.gatehouse.server.oauth.family.TokenFamilies;
import dev.gatehouse.server.oauth.hint.IdTokenHints;
import dev.gatehouse.server.oauth.introspect.Introspection;
import dev.gatehouse.server.oauth.introspect.IntrospectionEndpoint;
import dev.gatehouse.server.oauth.introspect.IntrospectionResponse;
import dev.gatehouse.server.oauth.introspect.RevocationEndpoint;
import dev.gatehouse.server.oauth.introspect.TokenRevocation;
import dev.gatehouse.server.oauth.management.ManagementTokens;
import dev.gatehouse.server.oauth.posted.PostedRequests;
import dev.gatehouse.server.oauth.push.PushEndpoint;
import dev.gatehouse.server.oauth.push.PushedRequests;
import dev.gatehouse.server.oauth.request.AuthorizationAnswers;
import dev.gatehouse.server.oauth.request.AuthorizationRequests;
import dev.gatehouse.server.oauth.request.CodeIssuer;
import dev.gatehouse.server.oauth.request.FormPostPage;
import dev.gatehouse.server.oauth.token.AuthorizationCodeGrant;
import dev.gatehouse.server.oauth.token.ClientCredentialsGrant;
import dev.gatehouse.server.oauth.token.GrantTransactions;
import dev.gatehouse.server.oauth.token.NamedTenants;
import dev.gatehouse.server.oauth.token.RefreshTokenGrant;
import dev.gatehouse.server.oauth.token.TokenEndpoint;
import dev.gatehouse.server.oauth.token.TokenIssuer;
import dev.gatehouse.server.oauth.userinfo.ClaimRecords;
import dev.gatehouse.server.oauth.userinfo.KnownPeople;
import dev.gatehouse.server.oauth.userinfo.UserInfoEndpoint;
import dev.gatehouse.server.oauth.userinfo.UserInfoResponse;
import dev.gatehouse.server.principal.ServiceAccountStore;
import dev.gatehouse.server.session.LiveRevocations;
import dev.gatehouse.server.session.Revocations;
import dev.gatehouse.server.session.SessionGate;
import dev.gatehouse.server.storage.Transactions;
import dev.gatehouse.server.tenant.TenantStore;
import java.time.Clock;

/** The endpoints of OAuth 2 and OpenID Connect, put together. */
public final class OpenIdProvider {
  private final Ground ground;
  private final Cryptography cryptography;
  private final People people;
  private final Pages pages;
  private final AllowedOrigins origins;
  private final CodeStore codes = CodeStore.ofDatabase();
  private final FamilyStore families = FamilyStore.ofDatabase();
  private final StandingStore standings = StandingStore.ofDatabase();
  private final ConsentStore consentStore = ConsentStore.ofDatabase();
  private final ServiceAccountStore serviceAccounts = ServiceAccountStore.ofDatabase();
  private final AuthorizationRequests requests;
  private final Consents consents;
  private final CodeIssuer codeIssuer;
  private final ClientAuthenticator authenticator;
  private final DpopBinding binding;
  private final AccessTokens accessTokens;
  private final PushedRequests pushedRequests;
  private final ClaimRecords claimRecords;

  /** What every feature stands on. */
  public record Ground(
      Transactions transactions,
      AuditLog audit,
      GroupCommit commits,
      ClientRegistry clients,
      OutboundHttp outbound,
      Clock clock) {}

  /** Keys and random values. */
  public record Cryptography(
      CryptoProviders providers,
      KeyRing keys,
      TokenSigner signer,
      Envelope envelope,
      Macs macs,
      Csprng random) {}

  /** Who is signed in, and how one signs in. */
  public record People(
      SessionGate sessions,
      Journeys journeys,
      Revocations revocations,
      LiveRevocations liveRevocations,
      TenantStore tenants) {}

  /** What people see on the way. */
  public record Pages(AccountChoicePage accounts, ConsentPage consent, FormPostPage formPost) {}

  public OpenIdProvider(Ground ground, Cryptography cryptography, People people, Pages pages) {
    this.pages = pages;
    this.ground = ground;
    this.cryptography = cryptography;
    this.people = people;
    this.origins = new AllowedOrigins(ground.clients());
    this.authenticator = authenticator(ground, cryptography);
    this.accessTokens =
        new AccessTokens(
            ground.clients(), cryptography.keys(), cryptography.providers(), ground.clock());
    this.binding =
        new DpopBinding(
            new DpopProofs(ground.transactions(), cryptography.providers(), ground.clock()));
    this.claimRecords = new ClaimRecords(ground.audit(), ground.commits());
    var answers = new AuthorizationAnswers(pages.formPost());
    this.requests =
        new AuthorizationRequests(
            ground.clients(),
            answers,
            new IdTokenHints(cryptography.providers(), cryptography.keys()));
    this.pushedRequests =
        new PushedRequests(
            ground.transactions(),
            ground.clients(),
            cryptography.envelope(),
            cryptography.random());
    this.consents =
        new Consents(ground.transactions(), consentStore, ground.audit(), ground.commits());
    this.codeIssuer =
        new CodeIssuer(
            ground.transactions(),
            ground.audit(),
            people.journeys(),
            codes,
            answers,
            new CodeIssuer.Facts(
                ground.clients(), people.sessions(), people.revocations(), cryptography.random()));
  }

  private static ClientAuthenticator authenticator(Ground ground, Cryptography cryptography) {
    return new ClientAuthenticator(
        ground.clients(),
        new ClientAuthenticator.Ground(
            ground.transactions(), ground.outbound(), cryptography.providers(), ground.clock()));
  }

  /** Discovery, at both well-known addresses. */
  public Handler metadata() {
    return new MetadataEndpoint(origins, ground.clients());
  }

  /** The public keys. */
  public Handler jwks() {
    return new JwksEndpoint(origins, cryptography.keys());
  }

  /** The authorization endpoint, GET and POST. */
  public Handler authorize() {
    return new AuthorizeEndpoint(
        requests,
        pushedRequests,
        new PostedRequests(ground.transactions(), cryptography.envelope(), cryptography.random()),
        flow());
  }

  /** Where clients send authorization requests ahead. */
  public Handler push() {
    return new PushEndpoint(origins, authenticator, binding, requests, pushedRequests);
  }

  /** Where a sign-in goes on. */
  public Handler resume() {
    return new ResumeEndpoint(people.journeys(), requests, flow(), cryptography.random());
  }

  /** The same request with another account. */
  public Handler switching() {
    return new SwitchEndpoint(people.journeys(), requests, flow(), cryptography.random());
  }

  /** The decision to go on with the account at hand; for signed-in people. */
  public SessionGate.Handler accountChoice() {
    return new AccountChoiceEndpoint(people.journeys(), requests, flow(), cryptography.random());
  }

  /** The decision on the consent page; for signed-in people. */
  public SessionGate.Handler consent() {
    return new ConsentEndpoint(
        ground.transactions(),
        people.journeys(),
        requests,
        consents,
        consentStore,
        new ConsentEndpoint.Issuing(codeIssuer, ground.clock(), cryptography.random()));
  }

  private AuthorizationFlow flow() {
    return new AuthorizationFlow(
        people.sessions(),
        people.journeys(),
        consents,
        new AuthorizationFlow.Pages(pages.accounts(), pages.consent()),
        codeIssuer,
        new AuthorizationFlow.Tools(ground.clock(), cryptography.random()));
  }

  /** The revocation endpoint. */
  public Handler revocation() {
    return new RevocationEndpoint(
        origins,
        authenticator,
        new TokenRevocation(
            ground.transactions(),
            ground.audit(),
            accessTokens,
            presentedRefreshTokens(),
            tokenFamilies()));
  }

  /** The introspection endpoint. */
  public Handler introspection() {
    return new IntrospectionEndpoint(
        authenticator,
        new Introspection(
            ground.transactions(), accessTokens, liveTokens(), presentedRefreshTokens()),
        new IntrospectionResponse(cryptography.keys(), cryptography.signer(), ground.clock()));
  }

  private LiveTokens liveTokens() {
    return new LiveTokens(people.liveRevocations());
  }

  private PresentedRefreshTokens presentedRefreshTokens() {
    return new PresentedRefreshTokens(families, new RefreshChain(cryptography.macs()));
  }

  /** The token endpoint. */
  public Handler token() {
    var transactions = new GrantTransactions(ground.transactions(), ground.commits());
    var chain = new RefreshChain(cryptography.macs());
    TokenFamilies tokenFamilies = tokenFamilies();
    return new TokenEndpoint(
        origins,
        authenticator,
        binding,
        new TokenEndpoint.Grants(
            new AuthorizationCodeGrant(
                transactions, ground.audit(), codes, standings, tokenFamilies),
            new RefreshTokenGrant(
                transactions,
                ground.audit(),
                new RefreshTokens(families, chain, tokenFamilies),
                chain),
            new ClientCredentialsGrant(
                transactions,
                ground.audit(),
                serviceAccounts,
                new NamedTenants(ground.transactions(), people.tenants()))),
        new TokenIssuer(cryptography.keys(), cryptography.signer(), cryptography.random()));
  }

  /** What a browser asks before a page calls an endpoint. */
  public record Preflights(Handler push, Handler token, Handler revocation, Handler userInfo) {}

  /** Those of the endpoints that pages of clients call. */
  public Preflights preflights() {
    return new Preflights(
        PreflightEndpoint.ofPush(origins),
        PreflightEndpoint.ofToken(origins),
        PreflightEndpoint.ofRevocation(origins),
        PreflightEndpoint.ofUserInfo(origins));
  }

  /** The userinfo endpoint, GET and POST. */
  public Handler userInfo() {
    return new UserInfoEndpoint(
        origins,
        accessTokens,
        binding,
        liveTokens(),
        new KnownPeople(ground.transactions(), standings),
        new UserInfoEndpoint.Outgoing(
            new UserInfoResponse(ground.clients(), cryptography.keys(), cryptography.signer()),
            claimRecords));
  }

  /** Access tokens where this realm's own API takes them. */
  public ManagementTokens managementTokens() {
    return new ManagementTokens(
        accessTokens,
        binding,
        liveTokens(),
        new ManagementTokens.Holders(standings, serviceAccounts),
        claimRecords);
  }

  private TokenFamilies tokenFamilies() {
    return new TokenFamilies(families, people.revocations(), cryptography.random());
  }
}
