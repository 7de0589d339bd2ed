package dev.gatehouse.server.management;

import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.Handler;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.realm.Realm;
import java.time.Duration;
import java.util.function.Function;

/** {@code GET /api/openapi.json}: what the API is, for whoever writes a client. */
public final class OpenApiEndpoint implements Handler {
  private static final Duration CACHED = Duration.ofMinutes(5);

  private final OpenApi api;
  private final Function<RealmId, Realm> realms;

  public OpenApiEndpoint(OpenApi api, Function<RealmId, Realm> realms) {
    this.api = api;
    this.realms = realms;
  }

  @Override
  public Answer handle(Exchange exchange) throws Refusal {
    if (!realms.apply(exchange.realm()).management().isOpen()) {
      throw Refusal.of(Reason.ROUTE_UNKNOWN);
    }
    exchange.cache(CACHED);
    return Answer.Json.ok(api.document(exchange.site().issuer()));
  }
}
