package dev.gatehouse.server.oauth.token;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.code.AuthorizationCode;
import java.util.Optional;

/**
 * The redirect_uri of the token request is the one of the authorization request, byte for byte (RFC
 * 6749 §4.1.3). It always stood there, so it is always required.
 */
final class CheckCodeRedirectUri {
  private CheckCodeRedirectUri() {}

  static void check(AuthorizationCode code, Optional<String> redirectUri) throws Refusal {
    if (redirectUri.isEmpty() || !redirectUri.get().equals(code.redirectUri())) {
      throw Refusal.of(Reason.CODE_REDIRECT_URI);
    }
  }
}
