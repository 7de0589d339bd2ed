package dev.gatehouse.server.oauth.rule;

import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.grant.Audiences;
import dev.gatehouse.server.oauth.grant.Scopes;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.realm.Realm;

/** Each resource asked for is an API that the client registered for (RFC 8707 §2.1). */
final class CheckResource implements AuthorizationRule {
  @Override
  public void check(AuthorizationParameters request, Client client, Realm realm) throws Refusal {
    Audiences.of(realm, client, request.resources(), Scopes.NONE);
  }
}
