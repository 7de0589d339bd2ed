package dev.gatehouse.server.oauth.grant;

import dev.gatehouse.server.realm.Realm;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The scopes a realm understands: those any of its clients may ask for. */
public final class KnownScopes {
  private KnownScopes() {}

  public static List<String> of(Realm realm) {
    Set<String> names = new TreeSet<>();
    // OpenID Connect Discovery §3: the server MUST support openid
    names.add(Scopes.OPENID);
    realm.clients().forEach(client -> names.addAll(client.scopes()));
    names.addAll(realm.registration().scopes());
    return List.copyOf(names);
  }
}
