package dev.gatehouse.server.oauth.grant;

import dev.gatehouse.server.page.view.RequestedScope;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.realm.Scope;
import java.util.Collection;
import java.util.List;

/** Scopes with the realm's words for them, as people read them. */
public final class ScopeWords {
  private ScopeWords() {}

  /** In the order of the names. */
  public static List<RequestedScope> of(Realm realm, Collection<String> names) {
    return names.stream()
        .map(name ->
            new RequestedScope(name, realm.scope(name).map(Scope::description).orElse(null)))
        .toList();
  }
}
