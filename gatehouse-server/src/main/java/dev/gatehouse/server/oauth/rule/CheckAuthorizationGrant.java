package dev.gatehouse.server.oauth.rule;

import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.grant.CheckGrantAllowed;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.realm.Realm;

/** The client may use authorization codes (RFC 6749 §4.1.2.1, unauthorized_client). */
final class CheckAuthorizationGrant implements AuthorizationRule {
  @Override
  public void check(AuthorizationParameters request, Client client, Realm realm) throws Refusal {
    CheckGrantAllowed.check(client, Client.Grant.AUTHORIZATION_CODE);
  }
}
