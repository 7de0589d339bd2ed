package dev.gatehouse.server.oauth.rule;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.realm.Realm;

/** The response type is code and nothing else (RFC 6749 §3.1.1; RFC 9700 §2.1.2). */
final class CheckResponseType implements AuthorizationRule {
  @Override
  public void check(AuthorizationParameters request, Client client, Realm realm) throws Refusal {
    // RFC 6749 §4.1.2.1: a missing parameter is invalid_request, another value its own error
    if (request.find("response_type").isEmpty()) {
      throw Refusal.of(Reason.PARAMETER_MISSING, "response_type");
    }
    if (!request.find("response_type").get().equals("code")) {
      throw Refusal.of(Reason.RESPONSE_TYPE_UNSUPPORTED);
    }
  }
}
