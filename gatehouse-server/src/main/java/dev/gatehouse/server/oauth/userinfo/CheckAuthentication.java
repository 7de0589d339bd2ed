package dev.gatehouse.server.oauth.userinfo;

import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.bearer.AccessTokens;
import dev.gatehouse.server.realm.AuthenticationDemand;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The sign-in behind a token is as fresh and as good as is asked for; else a challenge says what to
 * ask the authorization endpoint for (RFC 9470 §3).
 */
final class CheckAuthentication {
  private CheckAuthentication() {}

  static void check(
      Exchange exchange, AccessTokens.Bearer bearer, AuthenticationDemand demand, Instant now)
      throws Refusal {
    // absent is not valid: neither fresh nor good
    boolean tooOld =
        demand
            .maxAge()
            .filter(age ->
                bearer
                    .claims()
                    .time("auth_time")
                    .filter(at -> !at.plus(age).isBefore(now))
                    .isEmpty())
            .isPresent();
    boolean unmet =
        !demand.acrValues().isEmpty()
            && bearer.claims().text("acr").filter(demand.acrValues()::contains).isEmpty();
    if (tooOld || unmet) {
      exchange.challenge(challenge(demand));
      throw Refusal.of(Reason.AUTHENTICATION_INSUFFICIENT);
    }
  }

  private static String challenge(AuthenticationDemand demand) {
    Optional<String> acr =
        demand.acrValues().isEmpty()
            ? Optional.empty()
            : Optional.of("acr_values=\"" + String.join(" ", demand.acrValues()) + "\"");
    Optional<String> age = demand.maxAge().map(most -> "max_age=\"" + most.toSeconds() + "\"");
    return String.join(", ", Stream.of(acr, age).flatMap(Optional::stream).toList());
  }
}
