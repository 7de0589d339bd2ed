package dev.gatehouse.server.oauth;

import dev.gatehouse.server.client.VerifiedRedirectUri;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.realm.Realm;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * An authorization request that meets every rule. Made by {@link #verify} and nowhere else.
 *
 * @param redirectUri where every answer goes
 * @param scopes those the realm understands
 */
record AuthorizationRequest(
    Client client,
    VerifiedRedirectUri redirectUri,
    Scopes scopes,
    Set<Prompt> prompts,
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
    return new AuthorizationRequest(
        client, redirectUri, scopes, Prompt.parse(parameters.find("prompt")), parameters);
  }

  Optional<String> state() {
    return parameters.find("state");
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

  Optional<String> organization() {
    return parameters.find("organization");
  }

  boolean isSilent() {
    return prompts.contains(Prompt.NONE);
  }
}
