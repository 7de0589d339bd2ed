package dev.gatehouse.server.oauth.rule;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.realm.Realm;
import java.util.Map;

/**
 * Hints are short (OpenID Connect Core §3.1.2.1). Values of {@code acr_values} are wishes: the acr
 * that comes out is the real one.
 */
final class CheckHints implements AuthorizationRule {
  private static final Map<String, Integer> LONGEST =
      Map.of(
          "login_hint", 320,
          "id_token_hint", 4096,
          "ui_locales", 128,
          "acr_values", 512,
          "organization", 63);

  @Override
  public void check(AuthorizationParameters request, Client client, Realm realm) throws Refusal {
    for (Map.Entry<String, Integer> hint : LONGEST.entrySet()) {
      if (request.find(hint.getKey()).filter(text -> text.length() > hint.getValue()).isPresent()) {
        throw Refusal.of(Reason.PARAMETER_TOO_LONG, hint.getKey());
      }
    }
  }
}
