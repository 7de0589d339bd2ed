package dev.gatehouse.server.oauth.rule;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.session.Evidence;
import java.util.Collections;
import java.util.List;

/**
 * The claims asked for are well-formed, and an essential acr is one that a sign-in here can reach
 * (OpenID Connect Core §5.5, §5.5.1.1).
 */
final class CheckClaims implements AuthorizationRule {
  @Override
  public void check(AuthorizationParameters request, Client client, Realm realm) throws Refusal {
    List<String> essential = ClaimsRequest.of(request).essentialAcr();
    // OpenID Connect Core Unmet Authentication Requirements 1.0 §3
    if (!essential.isEmpty() && Collections.disjoint(essential, Evidence.REACHABLE)) {
      throw Refusal.of(Reason.ACR_UNMET);
    }
  }
}
