package dev.gatehouse.server.oauth.token;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.grant.Confinement;
import java.util.Optional;

/**
 * The key that a request proves is the one its code or token is bound to (RFC 9449 §5, §10). What
 * is bound to none is good with any key or without.
 */
final class CheckDpopKey {
  private CheckDpopKey() {}

  static void check(Confinement bound, Optional<String> proved) throws Refusal {
    if (bound.key().isPresent() && !bound.key().equals(proved)) {
      throw Refusal.of(Reason.DPOP_KEY_OTHER);
    }
  }
}
