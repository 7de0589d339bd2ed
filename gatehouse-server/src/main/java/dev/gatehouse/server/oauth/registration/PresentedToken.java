package dev.gatehouse.server.oauth.registration;

import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import java.util.Locale;
import java.util.Optional;

/** Takes the token of a registration request from the Authorization header (RFC 6750 §2.1). */
final class PresentedToken {
  private static final String SCHEME = "bearer ";

  private PresentedToken() {}

  /** The token, if it is one of that kind at all. */
  static OpaqueToken of(Exchange exchange, OpaqueToken.Kind kind) throws Refusal {
    Optional<String> header = exchange.header("authorization");
    if (header.isEmpty() || !header.get().toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      throw Refusal.of(Reason.ACCESS_TOKEN_MISSING);
    }
    Optional<OpaqueToken> token =
        OpaqueToken.parse(kind, exchange.realm(), header.get().substring(SCHEME.length()));
    if (token.isEmpty()) {
      throw Refusal.of(Reason.REGISTRATION_TOKEN_INVALID);
    }
    return token.get();
  }
}
