package dev.gatehouse.server.app;

import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Exchange;
import java.util.Map;

/**
 * What probes ask: whether the process lives, and whether it should be sent requests. Says nothing
 * of why not; that stands in the log.
 */
final class HealthEndpoint {
  private final Readiness readiness;

  HealthEndpoint(Readiness readiness) {
    this.readiness = readiness;
  }

  Answer live(Exchange exchange) {
    return Answer.Json.ok(Map.of("status", "live"));
  }

  Answer ready(Exchange exchange) {
    return readiness.isReady()
        ? Answer.Json.ok(Map.of("status", "ready"))
        : new Answer.Json(503, Map.of("status", "not ready"));
  }
}
