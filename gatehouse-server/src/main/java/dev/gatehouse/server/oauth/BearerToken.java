package dev.gatehouse.server.oauth;

import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Takes an access token from the one place it may stand: the Authorization header (RFC 6750 §2.1).
 */
final class BearerToken {
  // RFC 6750 §2.1: b64token
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");
  private static final String SCHEME = "bearer ";

  private BearerToken() {}

  static String of(Exchange exchange) throws Refusal {
    // RFC 9700 §4.3.2: access tokens MUST NOT be passed in a URI query parameter
    if (exchange.query().contains("access_token")) {
      throw Refusal.of(Reason.TOKEN_IN_QUERY);
    }
    // RFC 6750 §2.2 is optional, and one way is less to confuse than two
    if (exchange.form().contains("access_token")) {
      throw Refusal.of(Reason.TOKEN_IN_FORM);
    }
    // two Authorization headers are refused here
    Optional<String> header = exchange.header("authorization");
    if (header.isEmpty() || !header.get().toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      throw Refusal.of(Reason.ACCESS_TOKEN_MISSING);
    }
    String token = header.get().substring(SCHEME.length());
    if (!TOKEN.matcher(token).matches()) {
      throw Refusal.of(Reason.ACCESS_TOKEN_INVALID);
    }
    return token;
  }
}
