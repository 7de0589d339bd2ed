package dev.gatehouse.server.oauth.rule;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.code.Pkce;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.realm.Realm;
import java.util.Optional;

/**
 * PKCE with S256, unless the realm file exempts this confidential client by name (RFC 7636 §4.3,
 * §4.4.1; RFC 9700 §2.1.1).
 */
final class CheckCodeChallenge implements AuthorizationRule {
  @Override
  public void check(AuthorizationParameters request, Client client, Realm realm) throws Refusal {
    Optional<String> challenge = request.find("code_challenge");
    Optional<String> method = request.find("code_challenge_method");
    if (challenge.isEmpty()) {
      if (method.isPresent() || client.isPublic() || client.requirePkce()) {
        throw Refusal.of(Reason.PKCE_MISSING);
      }
      return;
    }
    // RFC 7636 §4.3: an absent method means plain, which is not offered
    if (!method.equals(Optional.of(Pkce.METHOD))) {
      throw Refusal.of(Reason.PKCE_METHOD);
    }
    if (!Pkce.isChallenge(challenge.get())) {
      throw Refusal.of(Reason.PKCE_CHALLENGE);
    }
  }
}
