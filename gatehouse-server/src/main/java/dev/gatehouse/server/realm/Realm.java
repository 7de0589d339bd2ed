package dev.gatehouse.server.realm;

import dev.gatehouse.server.crypto.SigningAlgorithm;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.RealmId;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One product as its file declares it.
 *
 * @param id its name in paths and cookies
 * @param productName what people call it
 * @param ownIssuer the issuer it is served under, where it has a host of its own
 * @param signUp whether people may open a tenant by themselves
 * @param tokens algorithms and lives of tokens
 * @param passwords what a password must be and how it is hashed
 * @param sessions lives of browser sessions
 * @param mail who sends and how long links live
 * @param tenants how it treats its tenants
 * @param branding how its pages look
 * @param languages BCP 47 tags, the first is the default
 * @param permissions the catalogue
 * @param roles what principals may be given; exactly one is the owner's
 * @param scopes scopes that belong to no API
 * @param apis audiences of their own with their scopes
 * @param clients its applications
 * @param serviceAccounts the principals its applications act as by themselves
 * @param registration whether applications may register by themselves
 * @param userInfo what the sign-in of whoever calls the userinfo endpoint must be
 * @param management who may do what through the management API
 */
public record Realm(
    RealmId id,
    String productName,
    Optional<URI> ownIssuer,
    SignUp signUp,
    TokenProfile tokens,
    PasswordPolicy passwords,
    SessionRules sessions,
    MailRules mail,
    TenantRules tenants,
    Branding branding,
    List<String> languages,
    List<Permission> permissions,
    List<Role> roles,
    List<Scope> scopes,
    List<Api> apis,
    List<Client> clients,
    List<ServiceAccount> serviceAccounts,
    RegistrationPolicy registration,
    AuthenticationDemand userInfo,
    Management management) {

  public Realm {
    languages = List.copyOf(languages);
    permissions = List.copyOf(permissions);
    roles = List.copyOf(roles);
    scopes = List.copyOf(scopes);
    apis = List.copyOf(apis);
    clients = List.copyOf(clients);
    serviceAccounts = List.copyOf(serviceAccounts);
  }

  /** Whether a person may open a tenant without being invited. */
  public enum SignUp {
    OPEN,
    CLOSED
  }

  /** The same where it is served: what its file could not know of it is known. */
  public Realm at(String issuer) {
    return new Realm(
        id,
        productName,
        ownIssuer,
        signUp,
        tokens,
        passwords,
        sessions,
        mail,
        tenants,
        branding,
        languages,
        permissions,
        roles,
        scopes,
        apis.stream().map(api -> api.at(issuer)).toList(),
        clients,
        serviceAccounts,
        registration,
        userInfo,
        management);
  }

  /** Scheme, host and port of its own issuer. */
  public Optional<URI> ownBase() {
    return ownIssuer.map(issuer -> IssuerRules.base(issuer, id));
  }

  /** The application with this id. */
  public Optional<Client> client(ClientId clientId) {
    return clients.stream().filter(client -> client.id().equals(clientId)).findFirst();
  }

  /** The role with this name. */
  public Optional<Role> role(String name) {
    return roles.stream().filter(role -> role.name().equals(name)).findFirst();
  }

  /** The pictures that its pages show of it and of its applications, by file name. */
  public Stream<String> logos() {
    return Stream.concat(
        branding.logo().stream(), clients.stream().flatMap(client -> client.logo().stream()));
  }

  /** The role of whoever opens a tenant; a tenant always keeps one. */
  public Role ownerRole() {
    return roles.stream().filter(Role::owner).findFirst().orElseThrow();
  }

  /** Its management API, where it has one. */
  public Optional<Api> managementApi() {
    return apis.stream().filter(api -> api.name().equals(Management.API)).findFirst();
  }

  /** The API with this audience. */
  public Optional<Api> api(String audience) {
    return apis.stream().filter(api -> api.audience().equals(audience)).findFirst();
  }

  /** The scope of that name, one of its APIs' too; none for those of OpenID Connect. */
  public Optional<Scope> scope(String name) {
    return Stream.concat(scopes.stream(), apis.stream().flatMap(api -> api.scopes().stream()))
        .filter(scope -> scope.name().equals(name))
        .findFirst();
  }

  /** How long an access token of somebody with these roles lives: the shortest of all rules. */
  public Duration accessTokenLifetime(Collection<String> held) {
    return roles.stream()
        .filter(role -> held.contains(role.name()))
        .flatMap(role -> role.accessTokenLifetime().stream())
        .reduce(tokens.accessTokenLifetime(), Realm::shorter);
  }

  /** How an ID token for this client is signed. */
  public SigningAlgorithm idTokenAlgorithm(Client client) {
    return client.signatures().idToken().orElse(tokens.idTokenAlgorithm());
  }

  /** How long an unused refresh token of this client lives. */
  public Duration refreshIdle(Client client) {
    return client
        .refresh()
        .idle()
        .map(own -> shorter(own, tokens.refreshIdle()))
        .orElse(tokens.refreshIdle());
  }

  /** How long a refresh token of this client lives at most, however often it is rotated. */
  public Duration refreshAbsolute(Client client) {
    Duration realmWide = tokens.refreshAbsolute();
    Duration own = client.refresh().absolute().map(it -> shorter(it, realmWide)).orElse(realmWide);
    // what a script can read is taken sooner or later: a day at most, unless it is in a cookie
    boolean readable = client.isPublic() && !client.refreshTokenCookie();
    return readable ? shorter(own, TokenProfile.PUBLIC_REFRESH_ABSOLUTE) : own;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
