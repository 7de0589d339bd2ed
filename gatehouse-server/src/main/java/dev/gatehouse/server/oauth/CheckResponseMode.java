package dev.gatehouse.server.oauth;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.realm.Realm;

/** The answer goes into the query (OAuth 2.0 Multiple Response Types §2.1). */
final class CheckResponseMode implements AuthorizationRule {
  @Override
  public void check(AuthorizationParameters request, Client client, Realm realm) throws Refusal {
    if (request.find("response_mode").filter(mode -> !mode.equals("query")).isPresent()) {
      throw Refusal.of(Reason.RESPONSE_MODE_UNSUPPORTED);
    }
  }
}
