package dev.gatehouse.server.oauth.grant;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.realm.Client;

/** A client uses the grant types it registered for (RFC 6749 §5.2, unauthorized_client). */
public final class CheckGrantAllowed {
  private CheckGrantAllowed() {}

  public static void check(Client client, Client.Grant grant) throws Refusal {
    if (!client.allows(grant)) {
      throw Refusal.of(Reason.GRANT_TYPE_NOT_ALLOWED);
    }
  }
}
