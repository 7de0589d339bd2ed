package dev.gatehouse.server.realm;

import static dev.gatehouse.server.realm.FullRealmFile.STRONG;
import static dev.gatehouse.server.realm.FullRealmFile.TEXT;
import static dev.gatehouse.server.realm.FullRealmFile.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.crypto.WeakSecret;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.testkit.Attack;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a realm file can't say: each error names file, line and what is allowed. */
class RealmFormatErrorTest {
  @Attack("J14")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sub",
        "iss",
        "aud",
        "tid",
        "roles",
        "exp",
        "acr",
        "amr",
        "iat",
        "nbf",
        "jti",
        "scope",
        "client_id",
        "cnf",
        "act",
        "may_act",
        "rs",
        "sid",
        "mfa",
        "auth_time",
        "azp",
        "nonce",
        "events",
        "email",
        "email_verified",
        "permissions"
      })
  void read_aliasOfAStandardClaim_isRefused(String alias) {
    String text = TEXT.replace("principal_id: sub", alias + ": client_id");
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(RealmFileError.class)
        .hasMessage(
            "shop.yaml:10: \"tokens.claims."
                + alias
                + "\" is a claim with a meaning of its own; choose another name");
    assertThatThrownBy(() -> new ClaimAliases(Map.of(alias, ClaimSource.SUB)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest(name = "{0} -> {1}: {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          principal_id: sub | principal_id: email | 10 | "tokens.claims.principal_id" has "email"; allowed: client_id, roles, scope, sid, sub, tid
          principal_id: sub | principal-id: sub | 10 | "tokens.claims.principal-id" must be letters, digits and "_"
          access_token_alg: HS256 | access_token_alg: ES256 | 7 | "tokens.access_token_secret" can't be set: ES256 has a key pair
          access_token_secret: ${secret:shop-access} | rsa_bits: 2048 | 6 | "tokens.access_token_secret" is missing; add it
          access_token_secret: ${secret:shop-access} | access_token_secret: hunter2 | 7 | must be ${secret:name}; secrets don't stand in realm files
          cost: 13 | cost: 11 | 13 | "passwords.bcrypt.cost" must be 12 to 16
          hash: bcrypt | hash: argon2 | 13 | "passwords.bcrypt" can't be set: hash is argon2
          hash: bcrypt | hash: md5 | 12 | "passwords.hash" has "md5"; allowed: argon2, bcrypt
          hash: bcrypt | max_length: 73 | 13 | "passwords.bcrypt" can't be set: hash is argon2
          mfa_required: true | mfa_required: sometimes | 20 | "roles.ADMIN.mfa_required" must be true or false, not text
          access_token_lifetime: 5m | access_token_lifetime: 16m | 21 | "roles.ADMIN.access_token_lifetime" must be 1m to 15m
          ADMIN: | 1ADMIN: | 17 | "roles" has the name "1ADMIN"; use letters, digits
          reports:read: See reports | openid: See | 24 | "scopes.openid" is a scope of OpenID Connect; choose another name
          reports:read: See reports | Reports: See | 24 | "scopes.Reports" must be words of a-z
          reports:read: See reports | reports:read: 7 | 24 | "scopes.reports:read" must be text, not a whole number
          reports:read: See reports | orders:read: See | 28 | "apis.orders.scopes.orders:read" stands twice; keep one
          audience: https://orders.shop.example | audience: orders | 27 | "apis.orders.audience" must be an absolute URI without a fragment
          audience: https://orders.shop.example | audience: https://a.example#x | 27 | "apis.orders.audience" must be an absolute URI without a fragment
          introspection: [worker] | introspection: [nobody] | 29 | "apis.orders.introspection" names the client "nobody", which is not there
          token_endpoint_auth_method: client_secret_post | token_endpoint_auth_method: none | 34 | "clients.web.token_endpoint_auth_method" has "none"; allowed: client_secret_basic, client_secret_post, private_key_jwt
          secret: ${secret:web} | secret: generate | 35 | "clients.web.secret" is made by apply; apply this file first
          backchannel_logout_uri: https://shop.example/logout | backchannel_logout_uri: http://shop.example/logout | 38 | which must be https, or http on 127.0.0.1 or [::1]
          backchannel_logout_uri: https://shop.example/logout | backchannel_logout_uri: "https://shop.example/logout#x" | 38 | which must have no fragment
          backchannel_logout_uri: https://shop.example/logout | name_: x | 38 | unknown key "clients.web.name_"
          refresh_idle: 1h | refresh_idle: 25h | 46 | "clients.web.refresh_idle" must not be longer than refresh_absolute
          refresh_idle: 1h | refresh_idle: 8d | 46 | "clients.web.refresh_idle" must not be longer than the realm's
          refresh_absolute: 24h | refresh_absolute: 31d | 47 | "clients.web.refresh_absolute" must not be longer than the realm's
          id_token_alg: ES256 | id_token_alg: HS256 | 48 | "clients.web.id_token_alg" has "HS256"; allowed: ES256, EdDSA, RS256
          id_token_alg: ES256 | id_token_alg: none | 48 | "clients.web.id_token_alg" has "none"
          client_uri: http://shop.example | client_uri: javascript:alert(1) | 52 | "clients.web.client_uri" has "javascript:alert(1)", which must be an https URL
          tos_uri: https://shop.example/terms | tos_uri: data:text/html,x | 54 | which must be an https URL
          initiate_login_uri: https://shop.example/login | initiate_login_uri: http://127.0.0.1/login | 55 | which must be https
          tenant: acme | tenant: "A b" | 65 | "clients.worker.tenant" must be the slug or the id of a tenant
          "kid": "1" | "d": "1" | 61 | "clients.worker.jwks" has a private key; keep it with the client
          "crv": "P-256" | "crv": "P-384" | 61 | has the curve P-384; allowed: Ed25519, P-256
          "kty": "EC" | "kty": "oct" | 61 | needs a "kty" of EC, OKP or RSA
          "kid": "1" | "x5u": "http://x" | 61 | has a member that is not known; allowed: alg, crv, kid, kty, use, x, y
          jwks_uri: https://remote.shop.example/jwks | secret: ${secret:web} | 70 | "clients.remote.secret" can't be set: private_key_jwt has keys
          jwks_uri: https://remote.shop.example/jwks | jwks_uri: http://remote.shop.example/jwks | 70 | which must be https, or http on 127.0.0.1
          jwks_uri: https://remote.shop.example/jwks | first_party: true | 67 | "clients.remote.jwks" or "jwks_uri" must be set, and not both
          client: worker | client: web | 75 | "service_accounts.order-import.client" has "web"; allowed: remote, worker
          roles: [AGENT] | roles: [BOSS] | 76 | "service_accounts.order-import.roles" has "BOSS"; allowed: ADMIN, AGENT
          mode: initial_access_token | mode: open | 83 | "registration.mode" has "open"; allowed: initial_access_token, off
          redirect_hosts: ["*.partner.example", app.example] | redirect_hosts: ["https://x"] | 87 | "registration.redirect_hosts" has "https://x"
          redirect_hosts: ["*.partner.example", app.example] | redirect_hosts: [] | 87 | "registration.redirect_hosts" must have one for authorization_code
          """)
  void read_wrongLine_namesFileLineAndWhatIsAllowed(
      String line, String replacement, int at, String problem) {
    int place = TEXT.indexOf(line);
    assertThat(place).isNotNegative();
    String text = TEXT.substring(0, place) + replacement + TEXT.substring(place + line.length());
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(RealmFileError.class)
        .hasMessageStartingWith("shop.yaml:" + at + ": ")
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          client: remote            | client: worker                   | has a service account in this tenant already
          client: worker            | client: worker%    tenant: other | is not the one its client is bound to
          scopes: [orders:write]    | scopes: [openid]                 | has scopes about people without the grant authorization_code
          grants: [client_credentials] | grants: [refresh_token]       | needs the grant client_credentials
          apis: [orders]%    tenant | tenant                           | has "orders:write"; allowed:
          type: confidential%    token_endpoint_auth_method: client_secret_post%    secret: ${secret:web} | type: public%    refresh_grace: 0s | can't be false for a public client
          """)
  void read_settingsThatContradict_areRefused(String lines, String replacement, String problem) {
    String from = lines.replace("%", "\n");
    assertThat(TEXT).contains(from);
    assertThatThrownBy(() -> read(TEXT.replace(from, replacement.replace("%", "\n"))))
        .isInstanceOf(RealmFileError.class)
        .hasMessageContaining(problem);
  }

  @Test
  void read_publicMachine_isRefused() {
    String text =
        TEXT.replaceFirst(
            "(?s)type: confidential\\n    token_endpoint_auth_method: private_key_jwt\\n    jwks_uri: \\S+",
            "type: public");
    assertThatThrownBy(() -> read(text))
        .hasMessageContaining("has client_credentials; a public client has none");
  }

  @Test
  void read_weakSharedSecret_refusesToStart() {
    RealmFile weak =
        new RealmFile(name ->
            Optional.of(Secret.of(name.equals("shop-access") ? "0123456789abcdef" : STRONG)));
    assertThatThrownBy(() -> weak.read("shop.yaml", TEXT))
        .isInstanceOf(WeakSecret.class)
        .hasMessageContaining("secret shop-access: has 16 characters; it must have at least 32");
  }
}
