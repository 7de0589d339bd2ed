package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.Exchange;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.Page;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Which pages may read what endpoints answer, over HTTP. */
@Tag("database")
class CrossOriginStoryTest {
  private static final String SPA = "http://127.0.0.1:5173";
  private static final String COOKIE_APP = "https://app.monitrax.example";
  private static final String OAUTH = Visitor.REALM + "/oauth2/";
  private static final String ALLOW = "Access-Control-Allow-Origin";
  private static final String CREDENTIALS = "Access-Control-Allow-Credentials";

  private final RunningServer server = RunningServer.shared();

  /** Every endpoint that a page of a client calls, with a request that works. */
  private Map<String, Supplier<Exchange>> endpoints() {
    Visitor ada = Visitor.signedIn(server);
    String refresh =
        ada.tokens(Ask.of("monitrax-spa", "openid offline_access")).get("refresh_token").asString();
    String access = ada.tokens(Ask.of("monitrax-spa", "openid")).get("access_token").asString();
    Map<String, Supplier<Exchange>> all = new LinkedHashMap<>();
    all.put("discovery", () -> get("/.well-known/openid-configuration"));
    all.put("jwks", () -> get("/oauth2/jwks"));
    all.put("userinfo", () -> get("/oauth2/userinfo").bearer(access));
    all.put(
        "token",
        () ->
            post("token")
                .form(
                    FormData.of("grant_type", "refresh_token", "refresh_token", refresh)
                        .add("client_id", "monitrax-spa")));
    all.put(
        "revocation",
        () -> post("revoke").form(FormData.of("token", "x", "client_id", "monitrax-spa")));
    return all;
  }

  private Exchange get(String path) {
    return server.browser().request("GET", Visitor.REALM + path).asProgram();
  }

  private Exchange post(String endpoint) {
    return server.browser().request("POST", OAUTH + endpoint).asProgram();
  }

  @Test
  void answers_toAPublicClientsPage_areReadableWithoutCookies() {
    endpoints()
        .forEach((name, request) -> {
          Page answer = request.get().header("Origin", SPA).send().expect(200);
          assertThat(answer.headers(ALLOW)).as(name).containsExactly(SPA);
          assertThat(answer.headers(CREDENTIALS)).as(name).isEmpty();
          assertThat(answer.headers("Vary")).as(name).contains("Origin");
          assertThat(answer.header("Access-Control-Expose-Headers"))
              .hasValueSatisfying(names -> assertThat(names).contains("WWW-Authenticate"));
        });
  }

  @Test
  void refusals_toAPublicClientsPage_areReadableToo() {
    Page token = post("token").form(FormData.of("grant_type", "x")).header("Origin", SPA).send();
    assertThat(token.status()).isGreaterThanOrEqualTo(400);
    assertThat(token.headers(ALLOW)).containsExactly(SPA);
    Page userInfo = get("/oauth2/userinfo").bearer("x").header("Origin", SPA).send().expect(401);
    assertThat(userInfo.headers(ALLOW)).containsExactly(SPA);
  }

  @ParameterizedTest
  @Attack("O22")
  @ValueSource(
      strings = {
        "https://evil.example",
        "null",
        "http://127.0.0.1.evil.example",
        "http://127.0.0.1:5173/"
      })
  void answers_toAnybodyElsesPage_areNot(String origin) {
    endpoints()
        .forEach((name, request) -> {
          Page answer = request.get().header("Origin", origin).send();
          assertThat(answer.headers(ALLOW)).as(name).isEmpty();
          assertThat(answer.headers(CREDENTIALS)).as(name).isEmpty();
        });
    for (String endpoint : List.of("token", "revoke", "userinfo")) {
      Page answer = preflight(endpoint, origin);
      for (String header : List.of("Origin", "Credentials", "Headers", "Methods")) {
        assertThat(answer.headers("Access-Control-Allow-" + header)).as(endpoint).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "token,    POST,        'Content-Type, DPoP'",
    "revoke,   POST,        'Content-Type'",
    "userinfo, 'GET, POST', 'Authorization, DPoP'"
  })
  void preflight_ofAPublicClientsPage_allowsWhatTheEndpointTakes(
      String endpoint, String methods, String headers) {
    Page answer = preflight(endpoint, SPA);
    assertThat(answer.headers(ALLOW)).containsExactly(SPA);
    assertThat(answer.headers("Access-Control-Allow-Methods")).containsExactly(methods);
    assertThat(answer.headers("Access-Control-Allow-Headers")).containsExactly(headers);
    assertThat(answer.headers(CREDENTIALS)).isEmpty();
  }

  @Test
  void cookies_onlyAtTheTokenEndpointAndOnlyFromTheirOwnPage() {
    assertThat(preflight("token", COOKIE_APP).headers(CREDENTIALS)).containsExactly("true");
    assertThat(preflight("token", COOKIE_APP).headers(ALLOW)).containsExactly(COOKIE_APP);
    for (String endpoint : List.of("revoke", "userinfo")) {
      assertThat(preflight(endpoint, COOKIE_APP).headers(ALLOW)).containsExactly(COOKIE_APP);
      assertThat(preflight(endpoint, COOKIE_APP).headers(CREDENTIALS)).isEmpty();
    }
    Page token =
        post("token").form(FormData.of("grant_type", "x")).header("Origin", COOKIE_APP).send();
    assertThat(token.headers(CREDENTIALS)).containsExactly("true");
  }

  @Test
  void introspection_whichNoPageMayCall_isNeverReadable() {
    Page answer =
        post("introspect")
            .form(FormData.of("token", "x"))
            .basic("monitrax-web", server.webSecret())
            .header("Origin", SPA)
            .send()
            .expect(200);
    assertThat(answer.headers(ALLOW)).isEmpty();
  }

  @Test
  void pagesOfARegisteredClient_mayCall_whileItIsPublicAndThere() {
    JsonNode client =
        Registering.registered(Registering.with("token_endpoint_auth_method", "none"));
    String own = "https://app.example.com";
    for (String endpoint : List.of("token", "revoke", "userinfo", "par")) {
      assertThat(registering(endpoint, own).headers(ALLOW)).as(endpoint).containsExactly(own);
      assertThat(registering(endpoint, own).headers(CREDENTIALS)).isEmpty();
    }
    for (String other :
        List.of(
            "null",
            "https://evil.example",
            "https://app.example.com.evil.example",
            "http://app.example.com",
            "https://app.example.com:8443",
            "https://APP.example.com")) {
      assertThat(registering("token", other).headers(ALLOW)).as(other).isEmpty();
    }
    Map<String, Object> confidential =
        Registering.with("client_id", Registering.text(client, "client_id"));
    JsonNode changed =
        Registering.send(
                "PUT",
                Registering.path(client),
                Registering.text(client, "registration_access_token"),
                JsonMapper.shared().writeValueAsString(confidential))
            .expect(200)
            .json();
    assertThat(registering("token", own).headers(ALLOW)).isEmpty();
    JsonNode elsewhere =
        Registering.registered(
            Map.of(
                "redirect_uris",
                List.of("https://one.apps.example.com:8443/callback"),
                "token_endpoint_auth_method",
                "none"));
    String port = "https://one.apps.example.com:8443";
    assertThat(registering("token", port).headers(ALLOW)).containsExactly(port);
    Registering.send(
            "DELETE",
            Registering.path(elsewhere),
            Registering.text(elsewhere, "registration_access_token"),
            "")
        .expect(204);
    assertThat(registering("token", port).headers(ALLOW)).isEmpty();
    assertThat(Registering.text(changed, "token_endpoint_auth_method"))
        .isEqualTo("client_secret_basic");
  }

  private static Page registering(String endpoint, String origin) {
    return preflight(Registering.SERVER, endpoint, origin);
  }

  private Page preflight(String endpoint, String origin) {
    return preflight(server, endpoint, origin);
  }

  private static Page preflight(RunningServer server, String endpoint, String origin) {
    return server
        .browser()
        .request("OPTIONS", OAUTH + endpoint)
        .asProgram()
        .header("Origin", origin)
        .header("Access-Control-Request-Method", "POST")
        .header("Access-Control-Request-Headers", "dpop")
        .send()
        .expect(204);
  }
}
