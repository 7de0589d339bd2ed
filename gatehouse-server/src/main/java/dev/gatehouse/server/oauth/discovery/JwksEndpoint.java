package dev.gatehouse.server.oauth.discovery;

import dev.gatehouse.server.client.AllowedOrigins;
import dev.gatehouse.server.crypto.KeyRing;
import dev.gatehouse.server.crypto.PublishedKey;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Handler;
import dev.gatehouse.server.kernel.Refusal;
import java.time.Duration;
import java.util.Map;

/**
 * {@code GET /oauth2/jwks}: the public keys that verify (RFC 7517 §5), those that will sign next
 * among them, so that a verifier knows a key before it sees its first token.
 */
public final class JwksEndpoint implements Handler {
  static final Duration CACHED = Duration.ofMinutes(5);

  private final AllowedOrigins origins;
  private final KeyRing keys;

  public JwksEndpoint(AllowedOrigins origins, KeyRing keys) {
    this.origins = origins;
    this.keys = keys;
  }

  @Override
  public Answer handle(Exchange exchange) throws Refusal {
    origins.answer(exchange);
    exchange.cache(CACHED);
    return Answer.Json.ok(
        Map.of("keys", keys.published(exchange.realm()).stream().map(PublishedKey::jwk).toList()));
  }
}
