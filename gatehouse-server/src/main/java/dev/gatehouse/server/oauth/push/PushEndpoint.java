package dev.gatehouse.server.oauth.push;

import dev.gatehouse.server.client.AllowedOrigins;
import dev.gatehouse.server.client.AuthenticatedClient;
import dev.gatehouse.server.client.ClientAuthenticator;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Handler;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.bearer.DpopBinding;
import dev.gatehouse.server.oauth.request.AuthorizationRequests;
import dev.gatehouse.server.oauth.rule.AuthorizationParameters;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code POST /oauth2/par}: takes an authorization request ahead of its browser (RFC 9126). */
public final class PushEndpoint implements Handler {
  /** Where it is, below the issuer. */
  public static final String PATH = "/oauth2/par";

  private final AllowedOrigins origins;
  private final ClientAuthenticator clients;
  private final DpopBinding binding;
  private final AuthorizationRequests requests;
  private final PushedRequests pushed;

  public PushEndpoint(
      AllowedOrigins origins,
      ClientAuthenticator clients,
      DpopBinding binding,
      AuthorizationRequests requests,
      PushedRequests pushed) {
    this.origins = origins;
    this.clients = clients;
    this.binding = binding;
    this.requests = requests;
    this.pushed = pushed;
  }

  @Override
  public Answer handle(Exchange exchange) throws Refusal {
    origins.answer(exchange);
    AuthenticatedClient client = clients.authenticate(exchange);
    AuthorizationParameters sent = AuthorizationParameters.of(exchange.form());
    CheckNoReference.check(sent);
    // RFC 9126 §2.1: client_id is the one that authenticated; another was refused there
    AuthorizationParameters request =
        CheckPushedKey.bound(
            sent.with("client_id", client.id().value()), binding.proved(exchange, PATH));
    requests.verifyPushed(exchange, request, client.client());
    PushedRequests.Reference reference = pushed.push(exchange.realm(), client.id(), request);
    Map<String, Object> response = new LinkedHashMap<>();
    response.put("request_uri", reference.uri());
    response.put("expires_in", reference.life().toSeconds());
    // RFC 9126 §2.2
    return new Answer.Json(201, response);
  }
}
