package dev.gatehouse.server.app;

import static dev.gatehouse.server.app.Registering.CALLBACK;
import static dev.gatehouse.server.app.Registering.REGISTER;
import static dev.gatehouse.server.app.Registering.SERVER;
import static dev.gatehouse.server.app.Registering.good;
import static dev.gatehouse.server.app.Registering.initialToken;
import static dev.gatehouse.server.app.Registering.path;
import static dev.gatehouse.server.app.Registering.register;
import static dev.gatehouse.server.app.Registering.send;
import static dev.gatehouse.server.app.Registering.text;
import static dev.gatehouse.server.app.Registering.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.Page;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What nobody may register (RFC 7591 §5), and bodies that are none. */
@Tag("database")
class RegistrationAttackTest {
  // RFC 7515 appendix A.3
  private static final Map<String, Object> PUBLIC =
      Map.of(
          "kty",
          "EC",
          "crv",
          "P-256",
          "x",
          "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
          "y",
          "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0");
  private static final Map<String, Object> FOR_ENCRYPTION = and("use", "enc");
  private static final Map<String, Object> PRIVATE =
      and("d", "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI");

  private static Map<String, Object> and(String name, String value) {
    Map<String, Object> key = new LinkedHashMap<>(PUBLIC);
    key.put(name, value);
    return key;
  }

  @Test
  @Attack("O17")
  void registration_beyondThePolicy_orByNobody_isRefused() {
    String token = initialToken(1);
    register("", good()).expect(401);
    register("junk", good()).expect(401);
    Visitor ada = Visitor.signedIn(SERVER);
    String access = text(ada.tokens(Visitor.Ask.of("monitrax-web", "openid")), "access_token");
    register(access, good()).expect(401);
    wrongAddresses()
        .forEach((name, values) ->
            values.forEach(value -> assertRefused(token, name, value, "invalid_client_metadata")));
    for (String uri :
        List.of(
            "https://evil.example/callback",
            "https://app.example.com.evil.example/callback",
            "http://app.example.com/callback",
            "https://app.example.com/callback#x",
            "https://app.example.com@evil.example/",
            "https://*.apps.example.com/",
            "javascript:alert(1)",
            "com.example.app:/callback")) {
      assertRefused(token, "redirect_uris", List.of(uri), "invalid_redirect_uri");
    }
    assertRefused(token, "redirect_uris", List.of(), "invalid_redirect_uri");
    wrongValues()
        .forEach((name, values) ->
            values.forEach(value -> assertRefused(token, name, value, "invalid_client_metadata")));
    assertRefused(token, "software_statement", "junk", "invalid_software_statement");
    assertRefused(token, "software_statement", "e30.e30.x", "unapproved_software_statement");
    // still good: nothing of all that used it
    JsonNode client = register(token, good()).expect(201).json();
    String old = text(client, "registration_access_token");
    send("DELETE", path(client), old, "").expect(204);
    send("GET", path(client), old, "").expect(401);
    register(old, good()).expect(401);
  }

  private static Map<String, List<Object>> wrongAddresses() {
    List<Object> everywhere =
        List.of(
            "javascript:alert(1)",
            "data:text/html,x",
            "http://app.example.com/",
            "https://localhost/",
            "https://127.0.0.2/",
            "https://[::1]/",
            "https://169.254.169.254/latest/meta-data",
            "https://10.0.0.1/",
            "https://2130706433/",
            "https://0x7f000001/",
            "https://metadata.google.internal/",
            "https://user@app.example.com/",
            "//app.example.com/",
            7);
    Map<String, List<Object>> all = new LinkedHashMap<>();
    for (String name :
        List.of(
            "jwks_uri",
            "logo_uri",
            "client_uri",
            "policy_uri",
            "tos_uri",
            "initiate_login_uri",
            "sector_identifier_uri",
            "backchannel_logout_uri")) {
      all.put(name, everywhere);
    }
    all.put("post_logout_redirect_uris", List.of(List.of("https://evil.example/")));
    return all;
  }

  private static Map<String, List<Object>> wrongValues() {
    return Map.of(
        "grant_types",
        List.of(
            List.of("client_credentials"),
            List.of("implicit"),
            List.of("password"),
            List.of(),
            "authorization_code"),
        "response_types",
        List.of(List.of("token"), List.of("code", "id_token"), List.of()),
        "scope",
        List.of("openid email", "openid  profile", List.of("openid")),
        "token_endpoint_auth_method",
        List.of("client_secret_jwt", "private_key_jwt", "tls_client_auth"),
        "subject_type",
        List.of("pairwise"),
        "id_token_signed_response_alg",
        List.of("none", "HS256"),
        "client_name",
        List.of("", "x".repeat(101), "two\nlines", 5),
        "backchannel_logout_session_required",
        List.of(true, "true"),
        "jwks",
        List.of(
            Map.of("keys", List.of()),
            Map.of("keys", List.of(Map.of("kty", "oct", "k", "AA"))),
            Map.of("keys", List.of(FOR_ENCRYPTION)),
            Map.of("keys", List.of(PUBLIC, PRIVATE))));
  }

  @Test
  void sectorIdentifier_ofPublicSubjects_isForgotten_andRefusedByItsNameWhereItIsInternal() {
    String token = initialToken(1);
    Page internal = register(token, with("sector_identifier_uri", "https://10.0.0.1/"));
    internal.expect(400);
    assertThat(text(internal.json(), "error_description")).contains("sector_identifier_uri");
    JsonNode client =
        register(token, with("sector_identifier_uri", "https://app.example.com/s"))
            .expect(201)
            .json();
    assertThat(client.has("sector_identifier_uri")).isFalse();
  }

  @Test
  void keySet_withAKeyForAnotherUse_isGoodForItsOthers() {
    Map<String, Object> keys = Map.of("keys", List.of(FOR_ENCRYPTION, PUBLIC));
    register(initialToken(1), with("jwks", keys)).expect(201);
  }

  private static void assertRefused(String token, String name, Object value, String error) {
    Page answer = register(token, with(name, value));
    assertThat(answer.status()).as(name + "=" + value).isEqualTo(400);
    assertThat(text(answer.json(), "error")).as(name + "=" + value).isEqualTo(error);
  }

  @Test
  void body_isReadStrictly() {
    String token = initialToken(1);
    String deep = "[".repeat(50) + "]".repeat(50);
    for (String body :
        List.of(
            "[]",
            "null",
            "\"text\"",
            "{",
            "{}{}",
            "{\"redirect_uris\":[\"" + CALLBACK + "\"],\"redirect_uris\":[\"" + CALLBACK + "\"]}",
            "{\"x\":" + deep + "}",
            "{\"client_name\":null}")) {
      Page answer = send("POST", REGISTER, token, body);
      assertThat(answer.status()).as(body).isEqualTo(400);
      assertThat(text(answer.json(), "error")).as(body).isEqualTo("invalid_request");
    }
    send("POST", REGISTER, token, "{\"x\":\"" + "x".repeat(40_000) + "\"}").expect(413);
    SERVER
        .browser()
        .request("POST", REGISTER)
        .asProgram()
        .bearer(token)
        .form(FormData.of("redirect_uris", CALLBACK))
        .send()
        .expect(415);
  }
}
