package dev.gatehouse.server.oauth.userinfo;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.grant.Scopes;

/** Claims about a person need the scope openid (OpenID Connect Core §5.3, RFC 6750 §3.1). */
final class CheckOpenIdScope {
  private CheckOpenIdScope() {}

  static void check(Scopes scopes) throws Refusal {
    if (!scopes.contains(Scopes.OPENID)) {
      throw Refusal.of(Reason.OPENID_SCOPE_MISSING);
    }
  }
}
