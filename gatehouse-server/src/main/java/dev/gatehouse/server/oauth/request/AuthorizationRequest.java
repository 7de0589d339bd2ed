package dev.gatehouse.server.oauth.request;

import dev.gatehouse.server.client.VerifiedRedirectUri;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.grant.Confinement;
import dev.gatehouse.server.oauth.grant.Scopes;
import dev.gatehouse.server.oauth.rule.AuthorizationParameters;
import dev.gatehouse.server.oauth.rule.AuthorizationRule;
import dev.gatehouse.server.oauth.rule.CheckScope;
import dev.gatehouse.server.oauth.rule.ClaimsRequest;
import dev.gatehouse.server.oauth.rule.Prompt;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.realm.Realm;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An authorization request that meets every rule. Made by {@link #verify} and nowhere else.
 *
 * @param redirectUri where every answer goes
 * @param scopes those the realm understands
 * @param claims those asked for one by one that the client may have
 * @param hinted the {@code sub} of the ID token that came as a hint
 */
public record AuthorizationRequest(
    Client client,
    VerifiedRedirectUri redirectUri,
    Scopes scopes,
    Set<Prompt> prompts,
    ClaimsRequest claims,
    Optional<String> hinted,
    AuthorizationParameters parameters) {

  static AuthorizationRequest verify(
      AuthorizationParameters parameters,
      Realm realm,
      Client client,
      VerifiedRedirectUri redirectUri)
      throws Refusal {
    for (AuthorizationRule rule : AuthorizationRule.ALL) {
      rule.check(parameters, client, realm);
    }
    Scopes known = CheckScope.known(parameters, realm);
    // OpenID Connect Core §11: offline_access is ignored where no refresh token can be issued
    Scopes scopes =
        client.allows(Client.Grant.REFRESH_TOKEN) ? known : known.without(Scopes.OFFLINE_ACCESS);
    // OpenID Connect Core §5.5: the parameter is one of OpenID Connect requests
    ClaimsRequest claims =
        scopes.contains(Scopes.OPENID)
            ? ClaimsRequest.of(parameters).within(client.scopes())
            : ClaimsRequest.NONE;
    return new AuthorizationRequest(
        client,
        redirectUri,
        scopes,
        Prompt.parse(parameters.find("prompt")),
        claims,
        Optional.empty(),
        parameters);
  }

  /** The same for the person of an ID token that came as a hint. */
  AuthorizationRequest about(String subject) {
    return new AuthorizationRequest(
        client, redirectUri, scopes, prompts, claims, Optional.of(subject), parameters);
  }

  /** The same once the person chose an account, or is on the way to sign in to another. */
  public AuthorizationRequest chosen() {
    Set<Prompt> rest = EnumSet.noneOf(Prompt.class);
    prompts.stream().filter(prompt -> prompt != Prompt.SELECT_ACCOUNT).forEach(rest::add);
    AuthorizationParameters changed =
        rest.isEmpty()
            ? parameters.without("prompt")
            : parameters.with(
                "prompt", rest.stream().map(Prompt::wire).collect(Collectors.joining(" ")));
    return new AuthorizationRequest(client, redirectUri, scopes, rest, claims, hinted, changed);
  }

  /**
   * Whether any program on the person's device may be asking: it knows all that the client knows
   * and can receive the answer as well (RFC 6749 §10.2, RFC 8252 §8.6).
   */
  public boolean isFromAnyProgram() {
    return client.isPublic() && !"https".equals(redirectUri.uri().getScheme());
  }

  /** Whether the answer may be about this person (OpenID Connect Core §3.1.2.1, §5.5.1). */
  boolean isAbout(PrincipalId person) {
    String subject = person.toString();
    return hinted.filter(named -> !named.equals(subject)).isEmpty()
        && claims.subjects().filter(named -> !named.contains(subject)).isEmpty();
  }

  /** What the person is asked to allow: the scopes, and those of claims asked for one by one. */
  public Scopes consentable() {
    return Scopes.of(
        Stream.concat(scopes.names().stream(), claims.scopes().names().stream()).toList());
  }

  Optional<String> nonce() {
    return parameters.find("nonce");
  }

  Optional<String> codeChallenge() {
    return parameters.find("code_challenge");
  }

  /** What the tokens of this request will be confined to. */
  Confinement confinement() {
    return new Confinement(parameters.resources(), parameters.find("dpop_jkt"));
  }

  Optional<Duration> maxAge() {
    return parameters.find("max_age").map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
  }

  /** The levels the client would like, the best one first (OpenID Connect Core §3.1.2.1). */
  List<String> acrValues() {
    return parameters.find("acr_values").map(all -> List.of(all.split(" ", -1))).orElse(List.of());
  }

  Optional<String> organization() {
    return parameters.find("organization");
  }

  public boolean isSilent() {
    return prompts.contains(Prompt.NONE);
  }
}
