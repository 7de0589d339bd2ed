package dev.gatehouse.server.oauth;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.realm.Realm;
import java.util.Map;

/** What only helps the sign-in page is short; whether it is right shows there. */
final class CheckHints implements AuthorizationRule {
  private static final Map<String, Integer> LONGEST =
      Map.of("login_hint", 320, "ui_locales", 128, "organization", 63);

  @Override
  public void check(AuthorizationParameters request, Client client, Realm realm) throws Refusal {
    for (Map.Entry<String, Integer> hint : LONGEST.entrySet()) {
      if (request.find(hint.getKey()).filter(text -> text.length() > hint.getValue()).isPresent()) {
        throw Refusal.of(Reason.PARAMETER_TOO_LONG, hint.getKey());
      }
    }
  }
}
