package dev.gatehouse.server.oauth.push;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.rule.AuthorizationParameters;
import java.util.Optional;

/**
 * The key proved when a request is pushed is the one its code is bound to; a {@code dpop_jkt} that
 * names another is refused (RFC 9449 §10.1).
 */
final class CheckPushedKey {
  private CheckPushedKey() {}

  /** The request, bound to the key. */
  static AuthorizationParameters bound(AuthorizationParameters request, Optional<String> proved)
      throws Refusal {
    if (proved.isEmpty()) {
      return request;
    }
    if (request.find("dpop_jkt").filter(named -> !named.equals(proved.get())).isPresent()) {
      throw Refusal.of(Reason.DPOP_PROOF_INVALID);
    }
    return request.with("dpop_jkt", proved.get());
  }
}
