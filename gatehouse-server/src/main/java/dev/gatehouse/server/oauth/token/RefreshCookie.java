package dev.gatehouse.server.oauth.token;

import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.PublicCode;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.family.IssuedGrant;
import dev.gatehouse.server.oauth.family.TokenFamily;
import dev.gatehouse.server.realm.Client;
import java.time.Duration;
import java.util.Optional;

/**
 * The cookie that keeps the refresh token of a browser application out of its scripts' reach:
 * {@code __Host-}, so that no neighbouring host can plant one, and {@code SameSite=Strict}. It is
 * read at the token endpoint and nowhere else.
 */
final class RefreshCookie {
  private RefreshCookie() {}

  /** What the browser sent along. */
  static Optional<String> presented(Exchange exchange, Client client) {
    return exchange.cookie(name(exchange, client));
  }

  /** Hands the current token to the browser, for as long as it can be used. */
  static void hand(Exchange exchange, IssuedGrant grant, OpaqueToken token) {
    TokenFamily family = grant.family();
    // without offline_access it dies with the browser session, and so does the cookie
    Optional<Duration> life =
        family.offline()
            ? Optional.of(Duration.between(grant.basis().at(), family.idleExpires()))
            : Optional.empty();
    exchange.setStrictCookie(name(exchange, grant.basis().client().client()), token.wire(), life);
  }

  /** Has the browser forget a token that is worth nothing any more. */
  static void forgetAfter(Refusal refusal, Exchange exchange, Client client) {
    if (client.refreshTokenCookie() && refusal.code() == PublicCode.INVALID_GRANT) {
      exchange.clearCookie(name(exchange, client));
    }
  }

  private static String name(Exchange exchange, Client client) {
    return "__Host-gh-" + exchange.realm() + "-refresh-" + client.id().value();
  }
}
