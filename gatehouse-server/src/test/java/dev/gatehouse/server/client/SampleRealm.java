package dev.gatehouse.server.client;

import dev.gatehouse.server.http.Site;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.realm.RealmCatalog;
import dev.gatehouse.server.realm.RealmFile;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** A realm with clients of every kind, read as its file would be. */
public final class SampleRealm {
  /** Its name. */
  public static final RealmId ID = new RealmId("sample");

  /** The secret of its confidential clients; it has what form encoding changes. */
  public static final String SECRET = "8f0Tz+Qw/1mC:x%9kJ d4Vn2sLr7PbYh3GaE";

  /** Where it is reached. */
  public static final Site SITE = new Site(ID, URI.create("https://login.sample.example"));

  private static final String FILE =
      """
      realm: sample
      product_name: Sample
      sign_up: open
      languages: [en, de]
      tokens: {audiences: ["https://api.sample.example"]}
      mail: {sender_name: Sample, sender_address: no-reply@sample.example}
      roles:
        owner: {description: Everything, owner: true}
        member: {description: Some}
      clients:
        web:
          name: Web
          type: confidential
          secret: ${secret:sample}
          redirect_uris: ["https://app.sample.example/callback", "https://app.sample.example/q?a=b"]
          grants: [authorization_code, refresh_token]
          scopes: [openid, profile, email, offline_access]
        web-graceless:
          name: Web
          type: confidential
          secret: ${secret:sample}
          redirect_uris: ["https://app.sample.example/callback"]
          grants: [authorization_code, refresh_token]
          scopes: [openid]
          refresh_grace: 0s
        exempt:
          name: Exempt
          type: confidential
          secret: ${secret:sample}
          require_pkce: false
          redirect_uris: ["https://exempt.sample.example/callback"]
          grants: [authorization_code]
          scopes: [openid]
        own:
          name: Sample
          type: confidential
          secret: ${secret:sample}
          first_party: true
          redirect_uris: ["https://own.sample.example/callback"]
          grants: [authorization_code, refresh_token]
          scopes: [openid]
        spa:
          name: Dashboard
          type: public
          redirect_uris: ["https://spa.sample.example/callback"]
          grants: [authorization_code, refresh_token]
          scopes: [openid, offline_access]
        native:
          name: Native
          type: public
          redirect_uris: ["http://127.0.0.1/cb", "http://[::1]:7000/cb?x=1", "com.sample.app:/cb"]
          grants: [authorization_code]
          scopes: [openid]
      """;

  private SampleRealm() {}

  /** The realm. */
  public static Realm realm() {
    return new RealmFile(name -> Optional.of(Secret.of(SECRET))).read("sample.yaml", FILE);
  }

  /** Its clients. */
  public static ClientRegistry registry() {
    return new ClientRegistry(RealmCatalog.of(List.of(realm())));
  }

  /** One of them. */
  public static Client client(String id) {
    return realm().client(new ClientId(id)).orElseThrow();
  }
}
