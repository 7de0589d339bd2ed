package dev.gatehouse.server.oauth;

import dev.gatehouse.server.client.AuthenticatedClient;

/** Whose business an access token is: the client's that got it, and the API's it is for. */
final class MayIntrospect {
  private MayIntrospect() {}

  static boolean check(AuthenticatedClient caller, AccessTokens.Bearer bearer) {
    return bearer.client().equals(caller.id())
        || caller.realm().apis().stream()
            .filter(api -> api.introspectors().contains(caller.id()))
            .anyMatch(api -> bearer.isFor(api.audience()));
  }
}
