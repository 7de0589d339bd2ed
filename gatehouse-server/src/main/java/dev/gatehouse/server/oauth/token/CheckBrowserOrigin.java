package dev.gatehouse.server.oauth.token;

import dev.gatehouse.server.client.AllowedOrigins;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.realm.Client;
import java.util.Optional;

/**
 * A client whose refresh token is in a cookie calls from its own pages alone: browsers send the
 * cookie with the request of any page, and {@code Origin} says whose it was. Also where the cookie
 * is set first, so that nobody plants theirs in another's browser.
 */
final class CheckBrowserOrigin {
  private CheckBrowserOrigin() {}

  static void check(Exchange exchange, Client client) throws Refusal {
    Optional<String> origin = exchange.header("origin");
    boolean own = origin.isPresent() && AllowedOrigins.isOf(client, origin.get());
    if (client.refreshTokenCookie() && !own) {
      throw Refusal.of(Reason.ORIGIN_NOT_REGISTERED);
    }
  }
}
