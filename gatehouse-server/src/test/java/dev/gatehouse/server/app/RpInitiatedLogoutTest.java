package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.Page;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Applications have their people signed out (OpenID Connect RP-Initiated Logout 1.0). */
@Tag("database")
class RpInitiatedLogoutTest {
  private static final String LOGOUT = Visitor.REALM + "/oauth2/logout";
  private static final String BACK = "http://127.0.0.1/signed-out";

  private final RunningServer server = RunningServer.shared();

  private static String path(Map<String, String> parameters) {
    return LOGOUT
        + "?"
        + parameters.entrySet().stream()
            .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
  }

  private static String idToken(JsonNode tokens) {
    return tokens.get("id_token").asString();
  }

  @Test
  void logout_withIdTokenOfThisSession_endsItAndLeadsBackWithState() {
    Visitor ada = Visitor.signedIn(server);
    JsonNode tokens = ada.tokens(Ask.of("monitrax-web", "openid"));
    Page answer =
        ada.browser
            .get(
                path(
                    Map.of(
                        "id_token_hint",
                        idToken(tokens),
                        "post_logout_redirect_uri",
                        BACK,
                        "state",
                        "a b&c")))
            .expect(303);
    assertThat(answer.location()).contains(URI.create(BACK + "?state=a+b%26c"));
    assertThat(ada.isSignedIn()).isFalse();
    ada.userInfo(tokens.get("access_token").asString()).expect(401);
    ada.refresh("monitrax-web", tokens.get("refresh_token").asString()).expect(400);
    assertThat(Records.of(server, ada.organisation))
        .filteredOn(record -> record.type().equals("session.signed_out"))
        .singleElement()
        .satisfies(record -> assertThat(record.client()).contains("monitrax-web"));
    // once more, from an application that doesn't know yet
    assertThat(
            ada.browser
                .get(
                    path(
                        Map.of("id_token_hint", idToken(tokens), "post_logout_redirect_uri", BACK)))
                .expect(303)
                .location())
        .contains(URI.create(BACK));
  }

  @Test
  void logout_withoutReturnAddress_saysSoHere_andSparesOfflineAccess() {
    Visitor ada = Visitor.signedIn(server);
    JsonNode tokens = ada.tokens(Ask.of("monitrax-web", "openid offline_access"));
    Page answer = ada.browser.get(path(Map.of("id_token_hint", idToken(tokens), "state", "s")));
    assertThat(answer.expect(303).follow().expect(200).text()).contains("signed out");
    assertThat(ada.isSignedIn()).isFalse();
    ada.refresh("monitrax-web", tokens.get("refresh_token").asString()).expect(200);
  }

  @Test
  void logout_byForm_isLedToTheSame() {
    Visitor ada = Visitor.signedIn(server);
    String hint = idToken(ada.tokens(Ask.of("monitrax-web", "openid")));
    Page led =
        ada.browser
            .request("POST", LOGOUT)
            .from(URI.create("https://app.example/"))
            .form(FormData.of("id_token_hint", hint, "post_logout_redirect_uri", BACK))
            .send()
            .expect(303);
    assertThat(ada.isSignedIn()).as("nothing happens at the POST").isTrue();
    assertThat(led.follow().expect(303).location()).contains(URI.create(BACK));
    assertThat(ada.isSignedIn()).isFalse();
  }

  @Test
  @Attack("I6")
  void logout_ofWhichNobodyVouches_asksOrRefuses_andNeverLeadsAway() {
    Visitor ada = Visitor.signedIn(server);
    String hint = idToken(ada.tokens(Ask.of("monitrax-web", "openid")));
    Visitor bob = Visitor.signedIn(server);
    String foreign = idToken(bob.tokens(Ask.of("monitrax-web", "openid")));
    // nobody known, somebody else's token, an application by name: the person is asked
    for (Map<String, String> unsure :
        List.of(
            Map.<String, String>of(),
            Map.of("state", "only-state"),
            Map.of("id_token_hint", foreign),
            Map.of("id_token_hint", foreign, "post_logout_redirect_uri", BACK),
            Map.of("client_id", "monitrax-web"),
            Map.of("logout_hint", ada.email, "ui_locales", "de"),
            Map.of("client_id", "monitrax-web", "post_logout_redirect_uri", BACK))) {
      Page page = ada.browser.get(path(unsure)).expect(200);
      assertThat(page.forms()).as(unsure.toString()).isNotEmpty();
      assertThat(ada.isSignedIn()).isTrue();
    }
    assertRefused(ada, hint);
    String access = ada.tokens(Ask.of("monitrax-web", "openid")).get("access_token").asString();
    ada.browser.get(path(Map.of("id_token_hint", access))).expect(400);
    // the token of this very session, years old
    assertThat(ada.browser.get(path(Map.of("id_token_hint", hint))).status()).isEqualTo(303);
    assertThat(ada.isSignedIn()).isFalse();
    assertThat(bob.isSignedIn()).isTrue();
  }

  /** What is wrong is said here. */
  private static void assertRefused(Visitor ada, String hint) {
    String stripped = hint.substring(0, hint.lastIndexOf('.') + 1);
    for (Map<String, String> wrong :
        List.of(
            Map.of("id_token_hint", "junk"),
            Map.of("id_token_hint", hint + "x"),
            Map.of("id_token_hint", stripped),
            Map.of("id_token_hint", none(hint)),
            Map.of("id_token_hint", withOtherClaims(hint)),
            Map.of("id_token_hint", hint, "client_id", "monitrax-spa"),
            Map.of("client_id", "nobody"),
            Map.of("post_logout_redirect_uri", BACK),
            Map.of("id_token_hint", "junk", "post_logout_redirect_uri", BACK),
            Map.of("id_token_hint", hint, "post_logout_redirect_uri", "https://evil.example/"),
            Map.of("id_token_hint", hint, "post_logout_redirect_uri", BACK + "?foo=bar"),
            Map.of("id_token_hint", hint, "post_logout_redirect_uri", BACK + "/"),
            Map.of("id_token_hint", hint, "post_logout_redirect_uri", BACK + "#x"),
            Map.of(
                "id_token_hint", hint, "post_logout_redirect_uri", "HTTP://127.0.0.1/signed-out"),
            Map.of("id_token_hint", hint, "post_logout_redirect_uri", Visitor.CALLBACK),
            Map.of("id_token_hint", hint, "post_logout_redirect_uri", "javascript:alert(1)"),
            Map.of("id_token_hint", hint, "state", "s".repeat(513)))) {
      Page page = ada.browser.get(path(wrong));
      assertThat(page.status()).as(wrong.toString()).isEqualTo(400);
      assertThat(page.location()).isEmpty();
      assertThat(ada.isSignedIn()).isTrue();
    }
  }

  @Test
  void confirm_onOurPage_endsAndLeadsOn_andNobodyElsesFormDoes() {
    Visitor ada = Visitor.signedIn(server);
    Page page =
        ada.browser
            .get(
                path(
                    Map.of(
                        "client_id",
                        "monitrax-web",
                        "post_logout_redirect_uri",
                        BACK,
                        "state",
                        "s1")))
            .expect(200);
    assertThat(page.text()).contains("Monitrax Web");
    FormData form = page.form().data();
    ada.browser.post(LOGOUT + "/confirm", form.set("csrf", "wrong")).expect(403);
    ada.browser
        .post(LOGOUT + "/confirm", form.set("post_logout_redirect_uri", "https://evil.example/"))
        .expect(400);
    Visitor bob = Visitor.signedIn(server);
    String bobs = bob.browser.get(LOGOUT).expect(200).form().data().first("csrf").orElseThrow();
    ada.browser.post(LOGOUT + "/confirm", form.set("csrf", bobs)).expect(403);
    assertThat(ada.isSignedIn()).isTrue();
    assertThat(page.form().submit().expect(303).location())
        .contains(URI.create(BACK + "?state=s1"));
    assertThat(ada.isSignedIn()).isFalse();
    assertThat(bob.isSignedIn()).isTrue();
    // and where nobody is signed in any more there is nobody to ask
    assertThat(ada.browser.get(LOGOUT).expect(303).follow().expect(200).text())
        .contains("signed out");
  }

  @Test
  void logout_withAnExpiredIdToken_isBelieved() {
    try (RunningServer own = RunningServer.start()) {
      Visitor ada = Visitor.signedIn(own);
      String hint = idToken(ada.tokens(Ask.of("monitrax-web", "openid")));
      own.clock().advance(Duration.ofMinutes(50));
      assertThat(ada.isSignedIn()).isTrue();
      ada.browser.get(path(Map.of("id_token_hint", hint))).expect(303);
      assertThat(ada.isSignedIn()).isFalse();
    }
  }

  private static String none(String token) {
    return base64("{\"alg\":\"none\",\"typ\":\"JWT\"}")
        + token.substring(token.indexOf('.'), token.lastIndexOf('.') + 1);
  }

  private static String withOtherClaims(String token) {
    String[] parts = token.split("\\.", -1);
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    return parts[0] + "." + base64(claims.replace("monitrax-web", "monitrax-spa")) + "." + parts[2];
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
