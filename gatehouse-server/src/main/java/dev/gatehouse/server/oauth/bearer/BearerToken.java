package dev.gatehouse.server.oauth.bearer;

import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import java.util.Locale;

/**
 * An access token as it was presented, in the one place it may stand: the Authorization header (RFC
 * 6750 §2.1, RFC 9449 §7.1).
 *
 * @param withProof whether it came with the scheme DPoP
 */
public record BearerToken(String text, boolean withProof) {
  private static final String BEARER = "bearer ";
  private static final String DPOP = "dpop ";

  /** The one token of the request, in the one header (RFC 6750 §2.1, RFC 9700 §4.3.2). */
  public static BearerToken of(Exchange exchange) throws Refusal {
    // RFC 9700 §4.3.2: access tokens MUST NOT be passed in a URI query parameter
    if (exchange.query().contains("access_token")) {
      throw Refusal.of(Reason.TOKEN_IN_QUERY);
    }
    // RFC 6750 §2.2 is optional, and one way is less to confuse than two
    if (exchange.form().contains("access_token")) {
      throw Refusal.of(Reason.TOKEN_IN_FORM);
    }
    // two Authorization headers are refused here
    String header = exchange.header("authorization").orElse("");
    String lower = header.toLowerCase(Locale.ROOT);
    boolean proof = lower.startsWith(DPOP);
    if (!proof && !lower.startsWith(BEARER)) {
      throw Refusal.of(Reason.ACCESS_TOKEN_MISSING);
    }
    String token = header.substring((proof ? DPOP : BEARER).length());
    if (!isWellFormed(token)) {
      throw Refusal.of(Reason.ACCESS_TOKEN_INVALID);
    }
    return new BearerToken(token, proof);
  }

  /** RFC 6750 §2.1: {@code b64token}, letters, digits and {@code -._~+/}, then any number of =. */
  private static boolean isWellFormed(String token) {
    int end = token.length();
    while (end > 0 && token.charAt(end - 1) == '=') {
      end--;
    }
    for (int i = 0; i < end; i++) {
      char c = token.charAt(i);
      boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      if (!letter && !(c >= '0' && c <= '9') && "-._~+/".indexOf(c) < 0) {
        return false;
      }
    }
    return end > 0;
  }
}
