package dev.gatehouse.server.app;

import static dev.gatehouse.server.app.Registering.CALLBACK;
import static dev.gatehouse.server.app.Registering.REGISTER;
import static dev.gatehouse.server.app.Registering.SERVER;
import static dev.gatehouse.server.app.Registering.good;
import static dev.gatehouse.server.app.Registering.initialToken;
import static dev.gatehouse.server.app.Registering.path;
import static dev.gatehouse.server.app.Registering.register;
import static dev.gatehouse.server.app.Registering.registered;
import static dev.gatehouse.server.app.Registering.send;
import static dev.gatehouse.server.app.Registering.text;
import static dev.gatehouse.server.app.Registering.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.Pkce;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Applications register by themselves (RFC 7591) and look after it (RFC 7592). */
@Tag("database")
class RegistrationTest {
  /** The code of somebody who allows the client what it asks for. */
  private static Page tokens(Visitor visitor, JsonNode client) {
    Pkce pkce = Pkce.s256();
    Visitor.Ask ask =
        new Visitor.Ask(
            text(client, "client_id"), "openid", pkce, Map.of("redirect_uri", CALLBACK));
    String code = visitor.code(ask);
    return token(
        client,
        FormData.of(
            "grant_type",
            "authorization_code",
            "code",
            code,
            "redirect_uri",
            CALLBACK,
            "code_verifier",
            pkce.verifier()));
  }

  private static Page token(JsonNode client, FormData form) {
    return SERVER
        .browser()
        .request("POST", Visitor.REALM + "/oauth2/token")
        .asProgram()
        .form(form)
        .basic(text(client, "client_id"), text(client, "client_secret"))
        .send();
  }

  @Test
  void registered_isAClientLikeAnyOther_untilItIsDeleted() {
    JsonNode client = registered(with("contacts", List.of("nobody@example.com")));
    assertThat(text(client, "token_endpoint_auth_method")).isEqualTo("client_secret_basic");
    assertThat(client.get("client_secret_expires_at").asLong()).isZero();
    assertThat(client.has("contacts")).as("what is not honoured is not said").isFalse();
    Visitor ada = Visitor.signedIn(SERVER);
    JsonNode tokens = tokens(ada, client).expect(200).json();
    ada.userInfo(text(tokens, "access_token")).expect(200);
    FormData refresh =
        FormData.of("grant_type", "refresh_token", "refresh_token", text(tokens, "refresh_token"));
    JsonNode fresh = token(client, refresh).expect(200).json();

    send("DELETE", path(client), text(client, "registration_access_token"), "").expect(204);

    ada.userInfo(text(fresh, "access_token")).expect(401);
    Page dead =
        token(
            client,
            FormData.of(
                "grant_type", "refresh_token", "refresh_token", text(fresh, "refresh_token")));
    assertThat(text(dead.expect(401).json(), "error")).isEqualTo("invalid_client");
    Visitor.Ask ask =
        new Visitor.Ask(
            text(client, "client_id"), "openid", Pkce.s256(), Map.of("redirect_uri", CALLBACK));
    ada.browser.get(ask.path()).expect(400);
    send("GET", path(client), text(client, "registration_access_token"), "").expect(401);
    // nobody vouches for what it asks for any more: the person is asked, and led nowhere
    Page asked =
        ada.browser
            .get(
                Visitor.REALM
                    + "/oauth2/logout?post_logout_redirect_uri=https%3A%2F%2Fapp.example.com&id_token_hint="
                    + text(tokens, "id_token"))
            .expect(200);
    assertThat(asked.form().has("post_logout_redirect_uri")).isFalse();
    assertThat(ada.isSignedIn()).isTrue();
    assertThat(Records.all(SERVER))
        .filteredOn(it -> it.client().filter(text(client, "client_id")::equals).isPresent())
        .extracting(it -> it.type())
        .contains("client.registered", "code.issued", "token.issued", "client.deleted");
  }

  @Test
  void configuration_isReadAndReplaced_withATokenThatIsAnotherAfterEachChange() {
    JsonNode client = registered(good());
    String first = text(client, "registration_access_token");
    JsonNode read = send("GET", path(client), first, "").expect(200).json();
    assertThat(read.has("client_secret")).as("shown once").isFalse();
    assertThat(text(read, "client_name")).isEqualTo("Late Guest");

    Map<String, Object> change = new HashMap<>(good());
    change.put("client_id", text(client, "client_id"));
    change.put("client_name", "Early Guest");
    change.put("policy_uri", "https://app.example.com/policy");
    String body = JsonMapper.shared().writeValueAsString(change);
    JsonNode changed = send("PUT", path(client), first, body).expect(200).json();
    assertThat(text(changed, "client_name")).isEqualTo("Early Guest");
    assertThat(text(changed, "policy_uri")).endsWith("/policy");
    send("GET", path(client), first, "").expect(401);
    send("PUT", path(client), first, body).expect(401);
    send("DELETE", path(client), first, "").expect(401);
    String second = text(changed, "registration_access_token");
    assertThat(text(send("GET", path(client), second, "").expect(200).json(), "client_name"))
        .isEqualTo("Early Guest");
    for (Map<String, Object> wrong :
        List.<Map<String, Object>>of(
            Map.of("client_id", "reg-other"),
            Map.of("client_secret", "chosen by myself, which may not be"),
            Map.of("registration_access_token", second),
            Map.of("registration_client_uri", "https://app.example.com/"),
            Map.of("client_id_issued_at", 1),
            Map.of("client_secret_expires_at", 0))) {
      Map<String, Object> bad = new HashMap<>(change);
      bad.putAll(wrong);
      Page answer = send("PUT", path(client), second, JsonMapper.shared().writeValueAsString(bad));
      assertThat(text(answer.expect(400).json(), "error")).isEqualTo("invalid_client_metadata");
    }
    // another client's token
    JsonNode other = registered(good());
    send("GET", path(client), text(other, "registration_access_token"), "").expect(401);
  }

  @Test
  void method_changedByItsClient_takesTheSecretAlong() {
    JsonNode client = registered(good());
    Map<String, Object> change = new HashMap<>(good());
    change.put("client_id", text(client, "client_id"));
    String second = text(client, "registration_access_token");
    change.put("token_endpoint_auth_method", "none");
    JsonNode without =
        send("PUT", path(client), second, JsonMapper.shared().writeValueAsString(change))
            .expect(200)
            .json();
    assertThat(without.has("client_secret")).isFalse();
    change.put("token_endpoint_auth_method", "client_secret_post");
    JsonNode again =
        send(
                "PUT",
                path(client),
                text(without, "registration_access_token"),
                JsonMapper.shared().writeValueAsString(change))
            .expect(200)
            .json();
    assertThat(text(again, "client_secret"))
        .hasSize(64)
        .isNotEqualTo(text(client, "client_secret"));
  }

  @Test
  void pages_showWhatTheClientSaysOfItself_andPicturesOfItsOriginAlone() {
    Map<String, Object> told = new HashMap<>(good());
    told.put("logo_uri", "https://pictures.example.com/logo.png");
    told.put("client_uri", "https://app.example.com/");
    told.put("policy_uri", "https://app.example.com/policy");
    told.put("tos_uri", "https://app.example.com/terms");
    told.put("initiate_login_uri", "https://app.example.com/login?from=us");
    JsonNode client = registered(told);
    String id = text(client, "client_id");
    Visitor ada = Visitor.registered(SERVER);
    Visitor.Ask ask = new Visitor.Ask(id, "openid", Pkce.s256(), Map.of("redirect_uri", CALLBACK));
    Page signIn = ada.browser.get(ask.path()).followAll().expect(200);
    assertThat(signIn.html().select(".foot-links a").eachAttr("href"))
        .containsExactly(
            "https://app.example.com/",
            "https://app.example.com/policy",
            "https://app.example.com/terms");
    assertThat(signIn.header("Content-Security-Policy").orElseThrow()).contains("img-src 'self';");
    Page consent =
        signIn
            .form()
            .submit(Map.of("email", ada.email, "password", Visitor.PASSWORD))
            .followAll()
            .expect(200);
    assertThat(consent.html().select("img[src=https://pictures.example.com/logo.png]")).hasSize(1);
    assertThat(consent.html().select(".foot-links a")).hasSize(3);
    assertThat(consent.header("Content-Security-Policy").orElseThrow())
        .contains("img-src 'self' https://pictures.example.com;");

    Page done =
        SERVER.browser().get(Visitor.REALM + "/oauth2/logout/done?client_id=" + id).expect(200);
    assertThat(done.html().select("a.primary").attr("href"))
        .startsWith("https://app.example.com/login?from=us&iss=http");
  }

  @Test
  void initialAccessToken_isGoodForItsUses_andItsTime() {
    String twice = initialToken(2);
    // a refusal costs no use
    register(twice, with("scope", "openid admin")).expect(400);
    register(twice, good()).expect(201);
    register(twice, good()).expect(201);
    assertThat(text(register(twice, good()).expect(401).json(), "error"))
        .isEqualTo("invalid_token");
    String late = initialToken(1);
    SERVER.clock().advance(Duration.ofHours(1));
    register(late, good()).expect(401);
    assertThat(text(register("", good()).expect(401).json(), "error")).isEqualTo("invalid_token");
  }

  @Test
  void realmThatIsOff_registersNobody_andSaysSoInItsMetadata() {
    RunningServer plain = RunningServer.shared();
    JsonNode off = metadata(plain);
    assertThat(off.has("registration_endpoint")).isFalse();
    assertThat(text(metadata(SERVER), "registration_endpoint")).isEqualTo(SERVER.base() + REGISTER);
    Page answer = plain.browser().request("POST", REGISTER).asProgram().json("{}").send();
    assertThat(Objects.requireNonNull(answer.expect(403).json().get("error")).asString())
        .isEqualTo("forbidden");
  }

  private static JsonNode metadata(RunningServer server) {
    return server
        .browser()
        .get(Visitor.REALM + "/.well-known/openid-configuration")
        .expect(200)
        .json();
  }
}
