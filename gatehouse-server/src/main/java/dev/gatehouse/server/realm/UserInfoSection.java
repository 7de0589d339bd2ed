package dev.gatehouse.server.realm;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Reads what a realm file asks of whoever calls the userinfo endpoint. */
final class UserInfoSection {
  /** The levels that a sign-in can reach (NIST SP 800-63B-4 §2). */
  private static final Map<String, String> LEVELS = Map.of("aal1", "aal1");

  private UserInfoSection() {}

  static AuthenticationDemand read(Section top) {
    if (!top.has("userinfo")) {
      return AuthenticationDemand.NONE;
    }
    Section section = top.section("userinfo", Set.of("max_age", "acr_values"));
    return new AuthenticationDemand(
        section.optionalDuration("max_age", Duration.ofSeconds(1), Duration.ofDays(365)),
        section.choices("acr_values", LEVELS));
  }
}
