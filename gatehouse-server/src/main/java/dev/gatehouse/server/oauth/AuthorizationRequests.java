package dev.gatehouse.server.oauth;

import dev.gatehouse.server.client.ClientRegistry;
import dev.gatehouse.server.client.VerifiedRedirectUri;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.realm.Client;
import java.util.Optional;

/**
 * Verifies authorization requests, whether they come from a browser or back from a journey. Until
 * client and redirect_uri are verified a refusal is a page here; from then on it goes to the
 * client.
 */
final class AuthorizationRequests {
  private final ClientRegistry clients;
  private final AuthorizationAnswers answers;

  AuthorizationRequests(ClientRegistry clients, AuthorizationAnswers answers) {
    this.clients = clients;
    this.answers = answers;
  }

  AuthorizationRequest verify(Exchange exchange, AuthorizationParameters parameters)
      throws Refusal {
    Optional<Client> client =
        parameters.find("client_id").flatMap(id -> clients.find(exchange.realm(), id));
    // RFC 6749 §4.1.2.1: MUST NOT redirect for an unknown client or an invalid redirection URI
    if (client.isEmpty()) {
      throw Refusal.of(Reason.AUTHORIZE_CLIENT_UNKNOWN);
    }
    VerifiedRedirectUri redirectUri =
        VerifiedRedirectUri.of(client.get(), parameters.find("redirect_uri"));
    exchange.answerRefusalsBy(answers.to(exchange, client.get(), redirectUri, parameters)::error);
    return AuthorizationRequest.verify(
        parameters, clients.realm(exchange.realm()), client.get(), redirectUri);
  }
}
