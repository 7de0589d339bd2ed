package dev.gatehouse.benchmarks.peer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * The realm Keycloak imports: keys of the same sizes, one client for each algorithm, people with
 * passwords; refresh tokens are replaced at each use. What isn't named stays as Keycloak has it.
 */
public final class KeycloakRealm {
  public static final String NAME = "bench";

  private static final String TOKEN_LIFETIME_SECONDS = "3600";

  private final List<Map<String, ?>> clients = new ArrayList<>();
  private final List<Map<String, ?>> people = new ArrayList<>();

  /**
   * Adds a confidential client.
   *
   * @param algorithm of its access tokens, as JOSE names it
   */
  public KeycloakRealm client(String id, String secret, String callback, String algorithm) {
    Map<String, Object> client = new LinkedHashMap<>();
    client.put("clientId", id);
    client.put("secret", secret);
    client.put("protocol", "openid-connect");
    client.put("clientAuthenticatorType", "client-secret");
    client.put("publicClient", false);
    client.put("standardFlowEnabled", true);
    client.put("serviceAccountsEnabled", true);
    client.put("directAccessGrantsEnabled", false);
    client.put("redirectUris", List.of(callback));
    client.put(
        "attributes",
        Map.of(
            "access.token.signed.response.alg", algorithm,
            "id.token.signed.response.alg", "RS256",
            "pkce.code.challenge.method", "S256"));
    client.put("protocolMappers", List.of(audience(id)));
    clients.add(client);
    return this;
  }

  /** It tells of a token's state to those the token is for, so the client is one of them. */
  private static Map<String, ?> audience(String id) {
    return Map.of(
        "name", "audience",
        "protocol", "openid-connect",
        "protocolMapper", "oidc-audience-mapper",
        "config",
            Map.of(
                "included.client.audience", id,
                "access.token.claim", "true",
                "introspection.token.claim", "true",
                "id.token.claim", "false"));
  }

  /** Adds a person whose address is proved and who has nothing left to do. */
  public KeycloakRealm person(String email, String password) {
    Map<String, Object> person = new LinkedHashMap<>();
    person.put("username", email);
    person.put("email", email);
    person.put("emailVerified", true);
    person.put("firstName", "Load");
    person.put("lastName", "Brunner");
    person.put("enabled", true);
    person.put(
        "credentials", List.of(Map.of("type", "password", "value", password, "temporary", false)));
    people.add(person);
    return this;
  }

  /** The import file's text. */
  String json() {
    Map<String, Object> realm = new LinkedHashMap<>();
    realm.put("realm", NAME);
    realm.put("enabled", true);
    realm.put("sslRequired", "none");
    realm.put("accessTokenLifespan", Integer.parseInt(TOKEN_LIFETIME_SECONDS));
    realm.put("revokeRefreshToken", true);
    realm.put("refreshTokenMaxReuse", 0);
    realm.put("passwordPolicy", "hashAlgorithm(argon2)");
    realm.put("components", Map.of("org.keycloak.keys.KeyProvider", keys()));
    realm.put("clients", clients);
    realm.put("users", people);
    return JsonMapper.shared().writeValueAsString(realm);
  }

  private static List<Map<String, ?>> keys() {
    return List.of(
        key("rsa", "rsa-generated", Map.of("algorithm", "RS256", "keySize", "2048")),
        key("ecdsa", "ecdsa-generated", Map.of("ecdsaEllipticCurveKey", "P-256")),
        key("eddsa", "eddsa-generated", Map.of("eddsaEllipticCurveKey", "Ed25519")),
        key("hmac", "hmac-generated", Map.of("algorithm", "HS512")),
        key("aes", "aes-generated", Map.of()));
  }

  private static Map<String, ?> key(String name, String provider, Map<String, String> settings) {
    Map<String, List<String>> config = new LinkedHashMap<>();
    config.put("priority", List.of("100"));
    settings.forEach((setting, value) -> config.put(setting, List.of(value)));
    return Map.of(
        "name", name, "providerId", provider, "subComponents", Map.of(), "config", config);
  }
}
