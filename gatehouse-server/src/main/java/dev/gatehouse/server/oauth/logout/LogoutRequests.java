package dev.gatehouse.server.oauth.logout;

import dev.gatehouse.server.client.ClientRegistry;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Parameters;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.hint.IdTokenHints;
import dev.gatehouse.server.oauth.hint.IdTokenHints.Hint;
import dev.gatehouse.server.realm.Client;
import java.util.Map;
import java.util.Optional;

/** Verifies logout requests. Whatever is wrong is said on a page here and never at a client. */
final class LogoutRequests {
  private static final Map<String, Integer> LONGEST =
      Map.of("state", 512, "logout_hint", 320, "ui_locales", 128);

  private final ClientRegistry clients;
  private final IdTokenHints hints;

  LogoutRequests(ClientRegistry clients, IdTokenHints hints) {
    this.clients = clients;
    this.hints = hints;
  }

  LogoutRequest verify(Exchange exchange, Parameters sent) throws Refusal {
    checkLengths(sent);
    Optional<String> token = sent.find("id_token_hint");
    Optional<Hint> hint = token.flatMap(text -> hints.read(exchange.site(), text));
    // RP-Initiated Logout §2: the OP MUST validate that it was the issuer of the ID Token
    if (token.isPresent() && hint.isEmpty()) {
      throw Refusal.of(Reason.LOGOUT_HINT_INVALID);
    }
    Optional<Client> client = client(exchange.realm(), hint, sent.find("client_id"));
    if (hint.isPresent() && client.isEmpty()) {
      // the client is gone and with it whoever vouched for the rest: the person is asked
      return LogoutRequest.OF_NOBODY;
    }
    Optional<String> returnTo = sent.find("post_logout_redirect_uri");
    if (returnTo.isPresent()) {
      checkReturn(client, returnTo.get());
    }
    return new LogoutRequest(
        client, hint, returnTo, returnTo.isPresent() ? sent.find("state") : Optional.empty());
  }

  private static void checkLengths(Parameters sent) throws Refusal {
    for (Map.Entry<String, Integer> limit : LONGEST.entrySet()) {
      if (sent.find(limit.getKey()).filter(text -> text.length() > limit.getValue()).isPresent()) {
        throw Refusal.of(Reason.PARAMETER_TOO_LONG, limit.getKey());
      }
    }
  }

  private Optional<Client> client(RealmId realm, Optional<Hint> hint, Optional<String> named)
      throws Refusal {
    // §2: when both are present, the OP MUST verify that they match
    if (hint.isPresent() && named.isPresent() && !hint.get().client().equals(named.get())) {
      throw Refusal.of(Reason.LOGOUT_CLIENT_OTHER);
    }
    Optional<String> id = hint.map(Hint::client).or(() -> named);
    if (id.isEmpty()) {
      return Optional.empty();
    }
    Optional<Client> client = clients.find(realm, id.get());
    if (client.isEmpty() && hint.isEmpty()) {
      throw Refusal.of(Reason.AUTHORIZE_CLIENT_UNKNOWN);
    }
    return client;
  }

  private static void checkReturn(Optional<Client> client, String returnTo) throws Refusal {
    // §3: without ID token or client nobody vouches for the address
    if (client.isEmpty()) {
      throw Refusal.of(Reason.LOGOUT_CLIENT_MISSING);
    }
    // §3: MUST exactly match one of the registered values
    boolean registered =
        client.get().postLogoutRedirectUris().stream()
            .anyMatch(uri -> uri.toString().equals(returnTo));
    if (!registered) {
      throw Refusal.of(Reason.LOGOUT_REDIRECT_URI);
    }
  }
}
