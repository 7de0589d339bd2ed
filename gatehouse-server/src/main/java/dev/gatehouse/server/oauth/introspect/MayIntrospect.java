package dev.gatehouse.server.oauth.introspect;

import dev.gatehouse.server.client.AuthenticatedClient;
import dev.gatehouse.server.oauth.bearer.AccessTokens;

/** Whose business an access token is: the client's that got it, and the API's it is for. */
final class MayIntrospect {
  private MayIntrospect() {}

  /**
   * Whether the token is the caller's, or for an API whose tokens it introspects (RFC 7662 §2.1).
   */
  static boolean check(AuthenticatedClient caller, AccessTokens.Bearer bearer) {
    return bearer.client().equals(caller.id())
        || caller.realm().apis().stream()
            .filter(api -> api.introspectors().contains(caller.id()))
            .anyMatch(api -> bearer.isFor(api.audience()));
  }
}
