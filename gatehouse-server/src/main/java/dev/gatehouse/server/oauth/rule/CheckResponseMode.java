package dev.gatehouse.server.oauth.rule;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.realm.Realm;

/**
 * The answer goes into query, fragment or a form, the last only to a web address (OAuth 2.0
 * Multiple Response Types §2.1, Form Post Response Mode §2).
 */
final class CheckResponseMode implements AuthorizationRule {
  @Override
  public void check(AuthorizationParameters request, Client client, Realm realm) throws Refusal {
    if (ResponseMode.find(request).isEmpty()) {
      throw Refusal.of(Reason.RESPONSE_MODE_UNSUPPORTED);
    }
  }
}
