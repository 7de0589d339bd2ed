package dev.gatehouse.server.oauth.rule;

import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.realm.Realm;

/** The prompt is one of ours, and none stands alone (OpenID Connect Core §3.1.2.1). */
final class CheckPrompt implements AuthorizationRule {
  @Override
  public void check(AuthorizationParameters request, Client client, Realm realm) throws Refusal {
    Prompt.parse(request.find("prompt"));
  }
}
