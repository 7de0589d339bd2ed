package dev.gatehouse.server.oauth.rule;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.grant.KnownScopes;
import dev.gatehouse.server.oauth.grant.Scopes;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.realm.Realm;
import java.util.List;
import java.util.Optional;

/**
 * At least one scope is known, and the client may ask for each that is.
 *
 * <p>A scope that the realm does not understand is ignored (OpenID Connect Core §3.1.2.1: SHOULD),
 * so that a client written for a richer provider works; the token response names what was granted
 * (RFC 6749 §3.3). One that the realm understands and the client did not register for is refused:
 * to drop it silently would show only at the first use.
 */
public final class CheckScope implements AuthorizationRule {
  @Override
  public void check(AuthorizationParameters request, Client client, Realm realm) throws Refusal {
    Scopes known = known(request, realm);
    if (known.isEmpty()) {
      throw Refusal.of(Reason.SCOPE_MISSING);
    }
    for (String name : known.names()) {
      if (!client.scopes().contains(name)) {
        throw Refusal.of(Reason.SCOPE_UNKNOWN, name);
      }
    }
  }

  /** The requested scopes that the realm understands. */
  public static Scopes known(AuthorizationParameters request, Realm realm) throws Refusal {
    Optional<String> scope = request.find("scope");
    if (scope.isEmpty()) {
      return Scopes.NONE;
    }
    List<String> understood = KnownScopes.of(realm);
    return Scopes.of(
        Scopes.parse(scope.get()).names().stream().filter(understood::contains).toList());
  }
}
