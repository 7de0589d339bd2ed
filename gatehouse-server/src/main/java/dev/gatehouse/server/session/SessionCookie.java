package dev.gatehouse.server.session;

import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.RealmId;
import java.util.Optional;

/** The cookie {@code __Host-gh-<realm>}, which a browser keeps until it closes. */
public final class SessionCookie {
  private SessionCookie() {}

  /** Hands a session to the browser; after the transaction that made it. */
  public static void hand(Exchange exchange, StartedSession session) {
    exchange.setCookie(name(exchange.realm()), session.token().wire(), Optional.empty());
  }

  /** Has the browser forget it. */
  public static void clear(Exchange exchange) {
    exchange.clearCookie(name(exchange.realm()));
  }

  /** The value as presented, if it could be one of this realm. */
  static Optional<OpaqueToken> presented(Exchange exchange) {
    return exchange
        .cookie(name(exchange.realm()))
        .flatMap(text -> OpaqueToken.parse(OpaqueToken.Kind.SESSION, exchange.realm(), text));
  }

  private static String name(RealmId realm) {
    return "__Host-gh-" + realm;
  }
}
