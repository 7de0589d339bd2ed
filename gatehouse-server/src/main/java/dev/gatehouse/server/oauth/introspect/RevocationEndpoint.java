package dev.gatehouse.server.oauth.introspect;

import dev.gatehouse.server.client.AllowedOrigins;
import dev.gatehouse.server.client.AuthenticatedClient;
import dev.gatehouse.server.client.ClientAuthenticator;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Handler;
import dev.gatehouse.server.kernel.Refusal;
import java.util.Map;

/**
 * {@code POST /oauth2/revoke} (RFC 7009 §2). What the client presents dies with everything issued
 * from the same authorization; a token that is not known is answered like one that was revoked.
 */
public final class RevocationEndpoint implements Handler {
  private final AllowedOrigins origins;
  private final ClientAuthenticator clients;
  private final TokenRevocation revocation;

  public RevocationEndpoint(
      AllowedOrigins origins, ClientAuthenticator clients, TokenRevocation revocation) {
    this.origins = origins;
    this.clients = clients;
    this.revocation = revocation;
  }

  @Override
  public Answer handle(Exchange exchange) throws Refusal {
    origins.answer(exchange);
    AuthenticatedClient client = clients.authenticate(exchange);
    // RFC 7009 §2.1: token_type_hint is a hint only; each token says itself what it is
    revocation.revoke(exchange, client, exchange.form().require("token"));
    // RFC 7009 §2.2: also for a token that is invalid
    return Answer.Json.ok(Map.of());
  }
}
