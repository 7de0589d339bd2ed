package dev.gatehouse.server.oauth.token;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.code.AuthorizationCode;

/** A code is redeemed by the client it was issued to (RFC 6749 §4.1.3). */
final class CheckCodeClient {
  private CheckCodeClient() {}

  static void check(AuthorizationCode code, ClientId client) throws Refusal {
    if (!code.holder().client().equals(client)) {
      throw Refusal.of(Reason.CODE_OTHER_CLIENT);
    }
  }
}
