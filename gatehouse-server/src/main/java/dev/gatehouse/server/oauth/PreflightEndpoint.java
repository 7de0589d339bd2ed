package dev.gatehouse.server.oauth;

import dev.gatehouse.server.client.AllowedOrigins;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Handler;
import dev.gatehouse.server.kernel.Refusal;

/**
 * {@code OPTIONS /oauth2/userinfo}: what a browser asks before a page of another origin may send an
 * access token (Fetch §4.8). A page that is no client's gets no word of permission.
 */
public final class PreflightEndpoint implements Handler {
  private static final String SECONDS_KEPT = "600";

  private final AllowedOrigins origins;

  PreflightEndpoint(AllowedOrigins origins) {
    this.origins = origins;
  }

  @Override
  public Answer handle(Exchange exchange) throws Refusal {
    if (origins.answer(exchange)) {
      exchange.answerHeader("Access-Control-Allow-Methods", "GET, POST");
      exchange.answerHeader("Access-Control-Allow-Headers", "Authorization, DPoP");
      exchange.answerHeader("Access-Control-Max-Age", SECONDS_KEPT);
    }
    return new Answer.NoContent();
  }
}
