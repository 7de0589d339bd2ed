package dev.gatehouse.server.oauth.introspect;

import dev.gatehouse.server.client.AuthenticatedClient;
import dev.gatehouse.server.client.ClientAuthenticator;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Handler;
import dev.gatehouse.server.kernel.Refusal;
import java.util.Map;

/**
 * {@code POST /oauth2/introspect} (RFC 7662 §2), for clients that authenticate. As JSON, or signed
 * when the caller accepts that (RFC 9701 §4).
 */
public final class IntrospectionEndpoint implements Handler {
  private final ClientAuthenticator clients;
  private final Introspection introspection;
  private final IntrospectionResponse response;

  public IntrospectionEndpoint(
      ClientAuthenticator clients, Introspection introspection, IntrospectionResponse response) {
    this.clients = clients;
    this.introspection = introspection;
    this.response = response;
  }

  @Override
  public Answer handle(Exchange exchange) throws Refusal {
    AuthenticatedClient client = clients.authenticateConfidential(exchange);
    Map<String, Object> state =
        introspection.of(exchange, client, exchange.form().require("token"));
    return response.write(exchange, client, state);
  }
}
