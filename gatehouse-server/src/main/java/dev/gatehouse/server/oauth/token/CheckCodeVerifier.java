package dev.gatehouse.server.oauth.token;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.code.AuthorizationCode;
import dev.gatehouse.server.oauth.code.Pkce;
import java.util.Optional;

/**
 * The verifier is there exactly when a challenge was, and the challenge was made from it (RFC 7636
 * §4.6; RFC 9700 §4.8.2: a verifier without a challenge betrays a downgrade).
 */
final class CheckCodeVerifier {
  private CheckCodeVerifier() {}

  static void check(AuthorizationCode code, Optional<String> verifier) throws Refusal {
    if (code.codeChallenge().isEmpty()) {
      if (verifier.isPresent()) {
        throw Refusal.of(Reason.PKCE_VERIFIER_UNEXPECTED);
      }
      return;
    }
    if (verifier.isEmpty()) {
      throw Refusal.of(Reason.PKCE_VERIFIER_MISSING);
    }
    if (!Pkce.isVerifier(verifier.get())
        || !Pkce.matches(code.codeChallenge().get(), verifier.get())) {
      throw Refusal.of(Reason.PKCE_VERIFIER_WRONG);
    }
  }
}
