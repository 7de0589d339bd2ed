package dev.gatehouse.server.app;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.registration.InitialAccessTokens;
import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.Page;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A realm where applications may register, and how they do. */
final class Registering {
  static final String REGISTER = Visitor.REALM + "/oauth2/register";
  static final String CALLBACK = "https://app.example.com/callback";
  static final RunningServer SERVER =
      RunningServer.changed(
          Map.of(
              "clients:\n  monitrax-web:",
              """
              registration:
                mode: initial_access_token
                grants: [authorization_code, refresh_token]
                scopes: [openid, profile, offline_access]
                redirect_hosts: ["app.example.com", "*.apps.example.com"]

              clients:
                monitrax-web:\
              """));

  static String initialToken(int uses) {
    Foundation on = SERVER.inside().foundation();
    try {
      return new InitialAccessTokens(on.transactions, on.audit, on.random)
          .issue(new RealmId("monitrax"), uses, Duration.ofHours(1), "ada")
          .reveal();
    } catch (Refusal refusal) {
      throw new IllegalStateException(refusal);
    }
  }

  static Map<String, Object> good() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("client_name", "Late Guest");
    all.put("redirect_uris", List.of(CALLBACK));
    all.put("grant_types", List.of("authorization_code", "refresh_token"));
    all.put("scope", "openid offline_access");
    return all;
  }

  static Map<String, Object> with(String name, Object value) {
    Map<String, Object> all = new HashMap<>(good());
    all.put(name, value);
    return all;
  }

  static Page send(String method, String path, String token, String body) {
    try (HttpDriver browser = SERVER.browser()) {
      var request = browser.request(method, path).asProgram();
      if (!token.isEmpty()) {
        request = request.bearer(token);
      }
      return body.isEmpty() ? request.send() : request.json(body).send();
    }
  }

  static Page register(String token, Map<String, Object> metadata) {
    return send("POST", REGISTER, token, JsonMapper.shared().writeValueAsString(metadata));
  }

  static JsonNode registered(Map<String, Object> metadata) {
    return register(initialToken(1), metadata).expect(201).json();
  }

  static String text(JsonNode node, String name) {
    return node.get(name).asString();
  }

  static String path(JsonNode client) {
    return URI.create(text(client, "registration_client_uri")).getPath();
  }

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
  }

  private Registering() {}
}
