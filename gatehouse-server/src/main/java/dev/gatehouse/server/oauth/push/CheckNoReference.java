package dev.gatehouse.server.oauth.push;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.rule.AuthorizationParameters;

/** What is pushed is a request and no reference to one (RFC 9126 §2.1). */
final class CheckNoReference {
  private CheckNoReference() {}

  static void check(AuthorizationParameters pushed) throws Refusal {
    if (pushed.find("request_uri").isPresent()) {
      throw Refusal.of(Reason.REQUEST_URI_PUSHED);
    }
  }
}
