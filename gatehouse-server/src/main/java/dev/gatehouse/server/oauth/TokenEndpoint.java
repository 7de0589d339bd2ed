package dev.gatehouse.server.oauth;

import dev.gatehouse.server.client.AllowedOrigins;
import dev.gatehouse.server.client.AuthenticatedClient;
import dev.gatehouse.server.client.ClientAuthenticator;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Handler;
import dev.gatehouse.server.kernel.Refusal;

/** {@code POST /oauth2/token} (RFC 6749 §3.2). */
public final class TokenEndpoint implements Handler {
  private final AllowedOrigins origins;
  private final ClientAuthenticator clients;
  private final AuthorizationCodeGrant codes;
  private final RefreshTokenGrant refreshes;
  private final TokenIssuer issuer;

  TokenEndpoint(
      AllowedOrigins origins,
      ClientAuthenticator clients,
      AuthorizationCodeGrant codes,
      RefreshTokenGrant refreshes,
      TokenIssuer issuer) {
    this.origins = origins;
    this.clients = clients;
    this.codes = codes;
    this.refreshes = refreshes;
    this.issuer = issuer;
  }

  @Override
  public Answer handle(Exchange exchange) throws Refusal {
    origins.answer(exchange);
    AuthenticatedClient client = clients.authenticate(exchange);
    TokenRequest request = TokenRequest.of(exchange.form());
    IssuedGrant grant =
        switch (request) {
          case TokenRequest.Code code -> codes.issue(client, code, exchange.origin());
          case TokenRequest.Refresh refresh -> refreshes.issue(client, refresh, exchange.origin());
        };
    // RFC 6749 §5.1: Cache-Control: no-store stands on every answer, Pragma for old caches
    exchange.answerHeader("Pragma", "no-cache");
    return Answer.Json.ok(issuer.issue(exchange.site(), grant));
  }
}
