package dev.gatehouse.server.oauth.token;

import dev.gatehouse.server.client.AllowedOrigins;
import dev.gatehouse.server.client.AuthenticatedClient;
import dev.gatehouse.server.client.ClientAuthenticator;
import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Handler;
import dev.gatehouse.server.kernel.Origin;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.bearer.DpopBinding;
import dev.gatehouse.server.oauth.family.IssuedGrant;
import java.util.Map;

/** {@code POST /oauth2/token} (RFC 6749 §3.2). */
public final class TokenEndpoint implements Handler {
  private final AllowedOrigins origins;
  private final ClientAuthenticator clients;
  private final DpopBinding binding;
  private final Grants grants;
  private final TokenIssuer issuer;

  /** One for each grant type. */
  public record Grants(
      AuthorizationCodeGrant codes, RefreshTokenGrant refreshes, ClientCredentialsGrant machines) {}

  public TokenEndpoint(
      AllowedOrigins origins,
      ClientAuthenticator clients,
      DpopBinding binding,
      Grants grants,
      TokenIssuer issuer) {
    this.origins = origins;
    this.clients = clients;
    this.binding = binding;
    this.grants = grants;
    this.issuer = issuer;
  }

  @Override
  public Answer handle(Exchange exchange) throws Refusal {
    origins.answerWithCookies(exchange);
    AuthenticatedClient client = binding.atTokenEndpoint(exchange, clients.authenticate(exchange));
    CheckBrowserOrigin.check(exchange, client.client());
    TokenRequest request =
        TokenRequest.of(exchange.form(), TokenRequest.place(exchange, client.client()));
    Map<String, Object> response = response(exchange, client, request);
    // RFC 6749 §5.1: Cache-Control: no-store stands on every answer, Pragma for old caches
    exchange.answerHeader("Pragma", "no-cache");
    return Answer.Json.ok(response);
  }

  private Map<String, Object> response(
      Exchange exchange, AuthenticatedClient client, TokenRequest request) throws Refusal {
    Origin origin = exchange.origin();
    try {
      return switch (request) {
        case TokenRequest.Code code ->
            response(exchange, grants.codes().issue(client, code, origin));
        case TokenRequest.Refresh refresh ->
            response(exchange, grants.refreshes().issue(client, refresh, origin));
        case TokenRequest.ClientCredentials own ->
            issuer.issue(exchange.site(), grants.machines().issue(client, own, origin));
      };
    } catch (Refusal refusal) {
      RefreshCookie.forgetAfter(refusal, exchange, client.client());
      throw refusal;
    }
  }

  /** The refresh token goes where the client keeps it. */
  private Map<String, Object> response(Exchange exchange, IssuedGrant grant) {
    Map<String, Object> response = issuer.issue(exchange.site(), grant);
    if (grant.refreshToken().isPresent()) {
      OpaqueToken token = grant.refreshToken().get();
      if (grant.basis().client().client().refreshTokenCookie()) {
        RefreshCookie.hand(exchange, grant, token);
      } else {
        response.put("refresh_token", token.wire());
      }
    }
    return response;
  }
}
