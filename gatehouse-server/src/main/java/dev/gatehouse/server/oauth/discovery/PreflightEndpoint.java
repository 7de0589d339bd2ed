package dev.gatehouse.server.oauth.discovery;

import dev.gatehouse.server.client.AllowedOrigins;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Handler;
import dev.gatehouse.server.kernel.Refusal;

/**
 * {@code OPTIONS} at an endpoint that pages of clients call: what a browser asks before a page of
 * another origin may send a token or a proof (Fetch §4.8). A page that is no client's gets no word
 * of permission.
 */
public final class PreflightEndpoint implements Handler {
  private static final String SECONDS_KEPT = "600";

  private final Permission permission;
  private final String methods;
  private final String headers;

  /** Whether the page that asks is a client's, which the answer then says. */
  @FunctionalInterface
  private interface Permission {
    boolean answer(Exchange exchange) throws Refusal;
  }

  private PreflightEndpoint(Permission permission, String methods, String headers) {
    this.permission = permission;
    this.methods = methods;
    this.headers = headers;
  }

  /** RFC 6750 §2.1, RFC 9449 §7.1. */
  public static PreflightEndpoint ofUserInfo(AllowedOrigins origins) {
    return new PreflightEndpoint(origins::answer, "GET, POST", "Authorization, DPoP");
  }

  /** RFC 9449 §5; pages whose refresh token is in a cookie send it along. */
  public static PreflightEndpoint ofToken(AllowedOrigins origins) {
    return new PreflightEndpoint(origins::answerWithCookies, "POST", "Content-Type, DPoP");
  }

  /** RFC 9449 §10.1. */
  public static PreflightEndpoint ofPush(AllowedOrigins origins) {
    return new PreflightEndpoint(origins::answer, "POST", "Content-Type, DPoP");
  }

  public static PreflightEndpoint ofRevocation(AllowedOrigins origins) {
    return new PreflightEndpoint(origins::answer, "POST", "Content-Type");
  }

  @Override
  public Answer handle(Exchange exchange) throws Refusal {
    if (permission.answer(exchange)) {
      exchange.answerHeader("Access-Control-Allow-Methods", methods);
      exchange.answerHeader("Access-Control-Allow-Headers", headers);
      exchange.answerHeader("Access-Control-Max-Age", SECONDS_KEPT);
    }
    return new Answer.NoContent();
  }
}
