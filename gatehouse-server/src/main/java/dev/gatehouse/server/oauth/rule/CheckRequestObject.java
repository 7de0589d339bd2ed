package dev.gatehouse.server.oauth.rule;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.realm.Realm;

/** Request objects and registration in the request are off (OpenID Connect Core §6, §7.2.1). */
final class CheckRequestObject implements AuthorizationRule {
  @Override
  public void check(AuthorizationParameters request, Client client, Realm realm) throws Refusal {
    // OpenID Connect Core §3.1.2.6: each has an error of its own; nothing is fetched
    if (request.find("request").isPresent()) {
      throw Refusal.of(Reason.REQUEST_OBJECT_UNSUPPORTED);
    }
    if (request.find("request_uri").isPresent()) {
      throw Refusal.of(Reason.REQUEST_URI_UNSUPPORTED);
    }
    if (request.find("registration").isPresent()) {
      throw Refusal.of(Reason.REGISTRATION_UNSUPPORTED);
    }
  }
}
