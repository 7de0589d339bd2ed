package dev.gatehouse.server.oauth.request;

import dev.gatehouse.server.client.ClientRegistry;
import dev.gatehouse.server.client.VerifiedRedirectUri;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Site;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.hint.IdTokenHints;
import dev.gatehouse.server.oauth.rule.AuthorizationParameters;
import dev.gatehouse.server.realm.Client;
import java.util.Optional;

/**
 * Verifies authorization requests, whether they come from a browser or back from a journey. Until
 * client and redirect_uri are verified a refusal is a page here; from then on it goes to the
 * client.
 */
public final class AuthorizationRequests {
  private final ClientRegistry clients;
  private final AuthorizationAnswers answers;
  private final IdTokenHints hints;

  public AuthorizationRequests(
      ClientRegistry clients, AuthorizationAnswers answers, IdTokenHints hints) {
    this.clients = clients;
    this.answers = answers;
    this.hints = hints;
  }

  public AuthorizationRequest verify(Exchange exchange, AuthorizationParameters parameters)
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
    return verify(exchange, parameters, client.get(), redirectUri);
  }

  /** The same for a request that its client pushes; a refusal is the answer of that endpoint. */
  public AuthorizationRequest verifyPushed(
      Exchange exchange, AuthorizationParameters parameters, Client client) throws Refusal {
    return verify(
        exchange,
        parameters,
        client,
        VerifiedRedirectUri.of(client, parameters.find("redirect_uri")));
  }

  private AuthorizationRequest verify(
      Exchange exchange,
      AuthorizationParameters parameters,
      Client client,
      VerifiedRedirectUri redirectUri)
      throws Refusal {
    AuthorizationRequest request =
        AuthorizationRequest.verify(
            parameters, clients.realm(exchange.realm()), client, redirectUri);
    Optional<String> hint = parameters.find("id_token_hint");
    return hint.isPresent() ? request.about(subject(exchange.site(), client, hint.get())) : request;
  }

  /** OpenID Connect Core §3.1.2.1: an ID token that we issued to this client, however old. */
  private String subject(Site site, Client client, String hint) throws Refusal {
    Optional<IdTokenHints.Hint> ours =
        hints.read(site, hint).filter(it -> it.client().equals(client.id().value()));
    if (ours.isEmpty()) {
      throw Refusal.of(Reason.HINT_INVALID);
    }
    return ours.get().subject();
  }
}
