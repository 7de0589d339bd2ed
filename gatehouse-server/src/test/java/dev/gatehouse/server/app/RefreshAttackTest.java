package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.UnverifiedJwt;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Refresh tokens elsewhere, too late, for more, and after what they rest on was taken away. */
@Tag("database")
class RefreshAttackTest {
  private static final String SPA = "monitrax-spa";
  private static final String WEB = "monitrax-web";
  private static final Ask OFFLINE = Ask.of(SPA, "openid email offline_access");

  @AutoClose private static final RunningServer server = RunningServer.start();

  @Test
  @Attack("O8")
  void refresh_byAnotherClientOrAtAnotherIssuer_isInvalidAndHarmless() {
    Visitor ada = Visitor.signedIn(server);
    String token = refreshToken(ada);
    assertInvalid(ada.refresh("monitrax-web", token));
    assertInvalid(ada.refresh("monitrax-first", token));
    RawRequest.Answer elsewhere = atPortal(token);
    assertThat(elsewhere.status()).isEqualTo(400);
    assertThat(elsewhere.body()).contains("\"invalid_grant\"");
    ada.refresh(SPA, token).expect(200);
  }

  /** The token endpoint of another realm, which has a host of its own. */
  private static RawRequest.Answer atPortal(String token) {
    String body = FormData.of("grant_type", "refresh_token", "refresh_token", token).encode();
    String secret = "portal-web:" + server.secret("portal-web");
    return RawRequest.send(
        server,
        """
        POST /r/portal/oauth2/token HTTP/1.1
        Host: portal.localhost:%d
        Authorization: Basic %s
        Content-Type: application/x-www-form-urlencoded
        Content-Length: %d
        Connection: close

        %s\
        """
            .formatted(
                server.base().getPort(),
                Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)),
                body.length(),
                body)
            .replace("\n", "\r\n"));
  }

  @Test
  @Attack("O8")
  void refresh_afterConsentWithdrawnOrPasswordChangedOrReset_isInvalid() {
    Visitor withdrawn = Visitor.signedIn(server);
    String first = refreshToken(withdrawn);
    withdrawn.account().form(Visitor.REALM + "/account/applications/withdraw").submit().expect(303);
    assertInvalid(withdrawn.refresh(SPA, first));

    Visitor changed = Visitor.signedIn(server);
    String second = refreshToken(changed);
    changed
        .browser
        .get(Visitor.REALM + "/account/password")
        .form()
        .submit(Map.of("password", Visitor.PASSWORD, "new_password", Visitor.NEW_PASSWORD))
        .expect(303);
    assertInvalid(changed.refresh(SPA, second));

    Visitor reset = Visitor.signedIn(server);
    String third = refreshToken(reset);
    Page form = server.browser().get(Links.reset(reset)).expect(200);
    form.form().submit(Map.of("new_password", Visitor.NEW_PASSWORD)).expect(303);
    assertInvalid(reset.refresh(SPA, third));
  }

  /** No role decides who may use a client; what a role gave must be gone. */
  @Test
  @Attack("O8")
  void refresh_afterTheRoleWasTaken_bringsNothingOfIt() {
    Visitor ada = Visitor.signedIn(server);
    JsonNode tokens = ada.tokens(OFFLINE);
    assertThat(roles(tokens)).isEqualTo("[\"owner\"]");
    server
        .database()
        .execute(
            """
            UPDATE gatehouse.principal SET roles = '{}' WHERE principal_id =
              (SELECT principal_id FROM gatehouse.email_address WHERE address = ?)
            """,
            ada.email);
    JsonNode refreshed = ada.refresh(SPA, text(tokens, "refresh_token")).expect(200).json();
    assertThat(roles(refreshed)).isEqualTo("[]");
  }

  @Test
  @Attack("O8")
  void refresh_pastItsAbsoluteLife_isInvalidHoweverOftenItWasUsed() {
    Visitor ada = Visitor.signedIn(server);
    String token = refreshToken(ada);
    // a public client's lives a day (the realm's thirty days are for those with a secret)
    for (int hour = 0; hour < 23; hour++) {
      server.clock().advance(Duration.ofHours(1));
      token = text(ada.refresh(SPA, token).expect(200).json(), "refresh_token");
    }
    server.clock().advance(Duration.ofHours(1).plusSeconds(1));
    assertInvalid(ada.refresh(SPA, token));
  }

  @Test
  @Attack("O9")
  void grants_forMoreThanWasAllowed_areNeverWider() {
    JsonNode metadata =
        server.browser().get(Visitor.REALM + "/.well-known/openid-configuration").json();
    // whoever adds a grant type tries it here
    assertThat(metadata.get("grant_types_supported").values().stream().map(JsonNode::asString))
        .containsExactlyInAnyOrder("authorization_code", "refresh_token", "client_credentials");
    Visitor ada = Visitor.signedIn(server);
    assertNoWiderRefresh(ada);
    assertNoWiderConsent(ada);
    assertNoWiderMachine();
    for (String grant :
        List.of(
            "urn:ietf:params:oauth:grant-type:token-exchange",
            "urn:ietf:params:oauth:grant-type:device_code",
            "urn:ietf:params:oauth:grant-type:jwt-bearer")) {
      Page answer = ada.token(FormData.of("grant_type", grant, "scope", "openid profile"));
      assertThat(error(answer)).isEqualTo("unsupported_grant_type");
    }
  }

  private static void assertNoWiderRefresh(Visitor ada) {
    String token = refreshToken(ada);
    for (String wider :
        List.of("openid email offline_access profile", "profile", "finances:read", "unknown")) {
      Page answer =
          ada.token(
              FormData.of("grant_type", "refresh_token", "refresh_token", token)
                  .add("client_id", SPA)
                  .add("scope", wider));
      assertThat(error(answer)).as(wider).isEqualTo("invalid_scope");
    }
    JsonNode narrow =
        ada.token(
                FormData.of("grant_type", "refresh_token", "refresh_token", token)
                    .add("client_id", SPA)
                    .add("scope", "email"))
            .expect(200)
            .json();
    assertThat(text(narrow, "scope")).isEqualTo("email");
    assertThat(narrow.has("id_token")).isFalse();
    // RFC 6749 §6: again all that was granted, and no more
    JsonNode whole = ada.refresh(SPA, text(narrow, "refresh_token")).expect(200).json();
    assertThat(text(whole, "scope").split(" ", -1))
        .containsExactlyInAnyOrder("openid", "email", "offline_access");
  }

  private static void assertNoWiderConsent(Visitor ada) {
    ada.authorize(Ask.of(WEB, "openid email offline_access"));
    assertThat(silently(ada, Ask.of(WEB, "openid email offline_access"))).containsKey("code");
    assertThat(silently(ada, Ask.of(WEB, "openid profile")))
        .containsEntry("error", "consent_required");
    assertThat(silently(ada, Ask.of(WEB, "openid finances:read")))
        .containsEntry("error", "invalid_scope");
    Ask claims =
        Ask.of(WEB, "openid").with("claims", "{\"userinfo\":{\"name\":{\"essential\":true}}}");
    assertThat(silently(ada, claims)).containsEntry("error", "consent_required");
  }

  private static void assertNoWiderMachine() {
    for (String scope : List.of("finances:write", "openid", "offline_access")) {
      Page answer =
          server
              .browser()
              .request("POST", Visitor.REALM + "/oauth2/token")
              .asProgram()
              .form(
                  FormData.of("grant_type", "client_credentials", "tenant", "nowhere")
                      .add("scope", scope))
              .basic("monitrax-machine", server.secret("monitrax-machine"))
              .send();
      assertThat(error(answer)).as(scope).isEqualTo("invalid_scope");
    }
  }

  private static Map<String, String> silently(Visitor visitor, Ask ask) {
    return Visitor.parameters(visitor.browser.get(ask.with("prompt", "none").path()).expect(303));
  }

  private static String refreshToken(Visitor visitor) {
    return text(visitor.tokens(OFFLINE), "refresh_token");
  }

  private static String roles(JsonNode tokens) {
    return UnverifiedJwt.of(text(tokens, "access_token")).claims().get("roles").toString();
  }

  private static void assertInvalid(Page answer) {
    assertThat(error(answer)).isEqualTo("invalid_grant");
  }

  private static String error(Page answer) {
    return answer.expect(400).json().get("error").asString();
  }

  private static String text(JsonNode node, String member) {
    return node.get(member).asString();
  }
}
