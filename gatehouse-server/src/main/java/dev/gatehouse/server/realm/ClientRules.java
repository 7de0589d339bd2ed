package dev.gatehouse.server.realm;

import dev.gatehouse.server.realm.Client.Grant;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a client must be to be safe, wherever it comes from: the realm file or a registration. Its
 * addresses were checked one by one before.
 */
public final class ClientRules {
  /** The scopes whose claims and effects this server has (OpenID Connect Core §5.4, §11). */
  public static final Set<String> STANDARD_SCOPES =
      Set.of("openid", "profile", "email", "offline_access");

  private ClientRules() {}

  /**
   * A rule that a client breaks.
   *
   * @param key the setting, as realm files and registrations name it
   * @param text what is wrong with it, to follow its name
   */
  public record Problem(String key, String text) {}

  /** Every scope that a client of the realm may be given when it may ask for these APIs. */
  public static Set<String> scopes(List<Scope> realmWide, List<Api> apis, Set<String> named) {
    return Stream.of(
            STANDARD_SCOPES.stream(),
            realmWide.stream().map(Scope::name),
            apis.stream()
                .filter(api -> named.contains(api.name()))
                .flatMap(api -> api.scopes().stream())
                .map(Scope::name))
        .flatMap(names -> names)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The first rule that the client breaks, or nothing. */
  public static Optional<Problem> problem(Client client, TokenProfile tokens) {
    return grantProblem(client)
        .or(() -> publicProblem(client))
        .or(() -> machineProblem(client))
        .or(() -> refreshProblem(client, tokens))
        .or(() -> cookieProblem(client))
        .or(() -> consentProblem(client))
        .or(() -> logoutProblem(client));
  }

  private static Optional<Problem> grantProblem(Client client) {
    if (client.grants().isEmpty()) {
      return problem("grants", "is missing; add it");
    }
    if (client.allows(Grant.AUTHORIZATION_CODE) && client.redirectUris().isEmpty()) {
      return problem("redirect_uris", "must have one for authorization_code");
    }
    // OpenID Connect Core §11
    if (client.scopes().contains("offline_access") && !client.allows(Grant.REFRESH_TOKEN)) {
      return problem("scopes", "has offline_access without the grant refresh_token");
    }
    if (!client.firstParty() && !client.requireConsent()) {
      return problem("require_consent", "can't be false unless first_party is true");
    }
    return Optional.empty();
  }

  private static Optional<Problem> publicProblem(Client client) {
    if (!client.isPublic()) {
      return Optional.empty();
    }
    if (!client.requirePkce()) {
      return problem("require_pkce", "can't be false for a public client");
    }
    // a public client's refresh token is bound to nothing: reuse must show at once
    if (!client.refreshGrace().isZero()) {
      return problem("refresh_grace", "must be 0s for a public client");
    }
    // RFC 6749 §4.4: MUST only be used by confidential clients
    return client.allows(Grant.CLIENT_CREDENTIALS)
        ? problem("grants", "has client_credentials; a public client has none")
        : Optional.empty();
  }

  private static Optional<Problem> machineProblem(Client client) {
    boolean actsForItself = client.allows(Grant.CLIENT_CREDENTIALS);
    if (client.tenant().isPresent() && !actsForItself) {
      return problem("tenant", "needs the grant client_credentials");
    }
    boolean actsForPeople = client.allows(Grant.AUTHORIZATION_CODE);
    if (!actsForPeople && client.allows(Grant.REFRESH_TOKEN)) {
      return problem("grants", "has refresh_token without authorization_code");
    }
    if (!actsForPeople && client.scopes().stream().anyMatch(STANDARD_SCOPES::contains)) {
      return problem("scopes", "has scopes about people without the grant authorization_code");
    }
    return Optional.empty();
  }

  private static Optional<Problem> refreshProblem(Client client, TokenProfile tokens) {
    RefreshRules refresh = client.refresh();
    Duration absolute = refresh.absolute().orElse(tokens.refreshAbsolute());
    if (absolute.compareTo(tokens.refreshAbsolute()) > 0) {
      return problem("refresh_absolute", "must not be longer than the realm's");
    }
    Duration idle = refresh.idle().orElse(tokens.refreshIdle());
    if (idle.compareTo(tokens.refreshIdle()) > 0) {
      return problem("refresh_idle", "must not be longer than the realm's");
    }
    return refresh.idle().isPresent() && idle.compareTo(absolute) > 0
        ? problem("refresh_idle", "must not be longer than refresh_absolute")
        : Optional.empty();
  }

  /** A cookie is for the realm's own pages in a browser, at addresses that are surely theirs. */
  private static Optional<Problem> cookieProblem(Client client) {
    String key = "refresh_token_cookie";
    if (!client.refreshTokenCookie()) {
      return Optional.empty();
    }
    if (!client.isPublic() || !client.firstParty()) {
      return problem(key, "can be true only for a public client with first_party: true");
    }
    if (!client.allows(Grant.REFRESH_TOKEN)) {
      return problem(key, "needs the grant refresh_token");
    }
    return client.redirectUris().stream().allMatch(uri -> "https".equals(uri.getScheme()))
        ? Optional.empty()
        : problem(key, "needs redirect_uris that are all https: they say which origins may");
  }

  /** RFC 8252 §8.6: asked each time, as who answers there may be any program of the device. */
  private static Optional<Problem> consentProblem(Client client) {
    boolean provable =
        client.redirectUris().stream().allMatch(uri -> "https".equals(uri.getScheme()));
    return client.isPublic() && !client.requireConsent() && !provable
        ? problem(
            "require_consent", "must be true for a public client unless redirect_uris are https")
        : Optional.empty();
  }

  private static Optional<Problem> logoutProblem(Client client) {
    ClientLogout logout = client.logout();
    return logout.backchannelSessionRequired() && logout.backchannelUri().isEmpty()
        ? problem("backchannel_logout_session_required", "needs backchannel_logout_uri")
        : Optional.empty();
  }

  private static Optional<Problem> problem(String key, String text) {
    return Optional.of(new Problem(key, text));
  }
}
