package dev.gatehouse.server.oauth.authorize;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.realm.Client;

/** A client that registered so pushes its requests first (RFC 9126 §6). */
final class CheckPushed {
  private CheckPushed() {}

  static void check(Client client, boolean pushed) throws Refusal {
    if (client.requirePushedRequests() && !pushed) {
      throw Refusal.of(Reason.REQUEST_NOT_PUSHED);
    }
  }
}
