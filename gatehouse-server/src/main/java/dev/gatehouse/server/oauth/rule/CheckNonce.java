package dev.gatehouse.server.oauth.rule;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.realm.Realm;

/**
 * The nonce is 512 characters at most; it comes back in the ID token as it was sent (OpenID Connect
 * Core §3.1.2.1).
 */
final class CheckNonce implements AuthorizationRule {
  private static final int MOST = 512;

  @Override
  public void check(AuthorizationParameters request, Client client, Realm realm) throws Refusal {
    if (request.find("nonce").filter(nonce -> nonce.length() > MOST).isPresent()) {
      throw Refusal.of(Reason.PARAMETER_TOO_LONG, "nonce");
    }
  }
}
