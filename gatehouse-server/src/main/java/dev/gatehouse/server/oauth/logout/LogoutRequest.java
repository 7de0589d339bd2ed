package dev.gatehouse.server.oauth.logout;

import dev.gatehouse.server.oauth.hint.IdTokenHints.Hint;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.session.SignedIn;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A logout request that meets every rule (OpenID Connect RP-Initiated Logout §2). Made by {@link
 * LogoutRequests} and nowhere else.
 *
 * @param client who asks, by its ID token or by name; nobody in particular where absent
 * @param hint the ID token, where one was sent
 * @param returnTo an address the client registered
 * @param state to be sent back there
 */
record LogoutRequest(
    Optional<Client> client,
    Optional<Hint> hint,
    Optional<String> returnTo,
    Optional<String> state) {

  /** Asks for the sign-out and nothing else. */
  static final LogoutRequest OF_NOBODY =
      new LogoutRequest(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Whether the ID token was issued in this very session. */
  boolean names(SignedIn signedIn) {
    return hint.filter(it -> it.session().equals(signedIn.id().toString()))
        .filter(it -> it.subject().equals(signedIn.principal().toString()))
        .isPresent();
  }

  /** Where the browser goes in the end (§3), if back to the client. */
  Optional<URI> target() {
    return returnTo.map(text -> {
      if (state.isEmpty()) {
        return URI.create(text);
      }
      char joint = text.indexOf('?') < 0 ? '?' : '&';
      String value = URLEncoder.encode(state.get(), StandardCharsets.UTF_8);
      return URI.create(text + joint + "state=" + value);
    });
  }

  /** What a form must repeat so that the request can be verified once more. */
  Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    client.ifPresent(it -> fields.put("client_id", it.id().value()));
    returnTo.ifPresent(text -> fields.put("post_logout_redirect_uri", text));
    state.ifPresent(text -> fields.put("state", text));
    return fields;
  }
}
