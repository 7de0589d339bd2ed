package dev.gatehouse.server.realm;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.Secret;
import java.util.Optional;

/** A realm file that says everything there is to say. */
final class FullRealmFile {
  static final String STRONG = "u7Qk2mX9vB4tRz8LwN1cYp6HsJd3FgAe5K0o";

  static final String TEXT =
      """
      realm: shop
      product_name: The Shop
      sign_up: closed
      languages: [en]
      tokens:
        access_token_alg: HS256
        access_token_secret: ${secret:shop-access}
        id_token_alg: EdDSA
        audiences: ["https://api.shop.example"]
        claims: {organizationId: tid, role: roles, principal_id: sub}
      passwords:
        hash: bcrypt
        bcrypt: {cost: 13}
      mail: {sender_name: Shop, sender_address: shop@shop.example}
      permissions: {order.read: See orders}
      roles:
        ADMIN:
          description: Runs it
          owner: true
          mfa_required: true
          access_token_lifetime: 5m
          permissions: [order.read]
        AGENT: {description: Helps}
      scopes: {reports:read: See reports}
      apis:
        orders:
          audience: https://orders.shop.example
          scopes: {orders:read: See orders, orders:write: Place and change orders}
          introspection: [worker]
      clients:
        web:
          name: Web
          type: confidential
          token_endpoint_auth_method: client_secret_post
          secret: ${secret:web}
          redirect_uris: ["https://shop.example/cb"]
          post_logout_redirect_uris: ["https://shop.example/bye"]
          backchannel_logout_uri: https://shop.example/logout
          backchannel_logout_session_required: true
          grants: [authorization_code, refresh_token]
          scopes: [openid, orders:read, reports:read]
          apis: [orders]
          require_pkce: false
          require_pushed_authorization_requests: true
          dpop_bound_access_tokens: true
          refresh_idle: 1h
          refresh_absolute: 24h
          id_token_alg: ES256
          userinfo_alg: RS256
          introspection_alg: RS256
          logo_uri: https://shop.example/logo.png
          client_uri: http://shop.example
          policy_uri: https://shop.example/privacy
          tos_uri: https://shop.example/terms
          initiate_login_uri: https://shop.example/login
        worker:
          name: Worker
          type: confidential
          token_endpoint_auth_method: private_key_jwt
          token_endpoint_auth_signing_alg: ES256
          jwks: {"keys": [{"kty": "EC", "crv": "P-256", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0", "kid": "1"}]}
          grants: [client_credentials]
          scopes: [orders:write]
          apis: [orders]
          tenant: acme
        remote:
          name: Remote
          type: confidential
          token_endpoint_auth_method: private_key_jwt
          jwks_uri: https://remote.shop.example/jwks
          grants: [client_credentials]
      service_accounts:
        order-import:
          description: Brings orders in
          client: worker
          roles: [AGENT]
        report:
          description: Makes the yearly report
          client: remote
          tenant: acme
          roles: []
      registration:
        mode: initial_access_token
        grants: [authorization_code, refresh_token]
        scopes: [openid, orders:read]
        apis: [orders]
        redirect_hosts: ["*.partner.example", app.example]
        may_omit_pkce: true
      userinfo: {max_age: 8h, acr_values: [aal1]}
      """;

  private FullRealmFile() {}

  static Realm read(String text) {
    return new RealmFile(name -> Optional.of(Secret.of(STRONG))).read("shop.yaml", text);
  }

  static Client client(String id) {
    return read(TEXT).client(new ClientId(id)).orElseThrow();
  }
}
