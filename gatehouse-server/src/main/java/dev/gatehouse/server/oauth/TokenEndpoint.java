package dev.gatehouse.server.oauth;

import dev.gatehouse.server.client.AllowedOrigins;
import dev.gatehouse.server.client.AuthenticatedClient;
import dev.gatehouse.server.client.ClientAuthenticator;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Handler;
import dev.gatehouse.server.kernel.Origin;
import dev.gatehouse.server.kernel.Refusal;
import java.util.Map;

/** {@code POST /oauth2/token} (RFC 6749 §3.2). */
public final class TokenEndpoint implements Handler {
  private final AllowedOrigins origins;
  private final ClientAuthenticator clients;
  private final Grants grants;
  private final TokenIssuer issuer;

  /** One for each grant type. */
  record Grants(
      AuthorizationCodeGrant codes, RefreshTokenGrant refreshes, ClientCredentialsGrant machines) {}

  TokenEndpoint(
      AllowedOrigins origins, ClientAuthenticator clients, Grants grants, TokenIssuer issuer) {
    this.origins = origins;
    this.clients = clients;
    this.grants = grants;
    this.issuer = issuer;
  }

  @Override
  public Answer handle(Exchange exchange) throws Refusal {
    origins.answer(exchange);
    AuthenticatedClient client = clients.authenticate(exchange);
    TokenRequest request = TokenRequest.of(exchange.form());
    Origin origin = exchange.origin();
    Map<String, Object> response =
        switch (request) {
          case TokenRequest.Code code ->
              issuer.issue(exchange.site(), grants.codes().issue(client, code, origin));
          case TokenRequest.Refresh refresh ->
              issuer.issue(exchange.site(), grants.refreshes().issue(client, refresh, origin));
          case TokenRequest.ClientCredentials own ->
              issuer.issue(exchange.site(), grants.machines().issue(client, own, origin));
        };
    // RFC 6749 §5.1: Cache-Control: no-store stands on every answer, Pragma for old caches
    exchange.answerHeader("Pragma", "no-cache");
    return Answer.Json.ok(response);
  }
}
