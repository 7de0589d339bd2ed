package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.UnverifiedJwt;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What an application asks of the sign-in: how fresh, how good, and whose. */
@Tag("database")
class AuthenticationDemandTest {
  private static final String FIRST = "monitrax-first";
  private static final String UNREACHABLE =
      "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"aal3\"]}}}";
  private static final String REACHABLE =
      "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"aal3\",\"aal1\"]}}}";

  private final RunningServer server = RunningServer.start();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  @Attack("I8")
  void maxAgeAndPromptLogin_giveAFreshSignInAndItsTime() {
    Visitor ada = Visitor.signedIn(server);
    long first = authTime(idToken(ada, Ask.of(FIRST, "openid")));
    for (Map.Entry<String, String> demand :
        List.of(
            Map.entry("max_age", "1"), Map.entry("prompt", "login"), Map.entry("max_age", "0"))) {
      server.clock().advance(Duration.ofSeconds(10));
      Ask ask = Ask.of(FIRST, "openid").with(demand.getKey(), demand.getValue());
      Page signIn = ada.browser.get(ask.path()).followWithin().expect(200);
      // a step further without the password leads nowhere
      String journey = signIn.form().value("journey").orElseThrow();
      ada.browser.get(Visitor.REALM + "/oauth2/authorize/resume?journey=" + journey).expect(400);

      Page back = signedInAt(signIn, ada);

      JsonNode claims = idToken(ada, ask, back);
      assertThat(authTime(claims))
          .as(demand.toString())
          .isEqualTo(server.clock().instant().getEpochSecond())
          .isGreaterThan(first);
      assertThat(claims.get("acr").asString()).isEqualTo("aal1");
      assertThat(claims.get("amr").get(0).asString()).isEqualTo("pwd");
    }
    // in time it does without, and silence is told that it is too late
    long latest = server.clock().instant().getEpochSecond();
    Ask patient = Ask.of(FIRST, "openid").with("max_age", "10000");
    server.clock().advance(Duration.ofSeconds(2));
    assertThat(authTime(idToken(ada, patient))).isEqualTo(latest);
    Ask silent = Ask.of(FIRST, "openid").with("prompt", "none");
    assertError(ada.browser.get(silent.with("max_age", "1").path()), "login_required");
    assertError(ada.browser.get(silent.with("max_age", "0").path()), "login_required");
    assertThat(authTime(idToken(ada, silent.with("max_age", "60")))).isEqualTo(latest);
  }

  @Test
  @Attack("I8")
  void acr_isTheRealOne_orTheRequestFails() {
    Visitor ada = Visitor.signedIn(server);
    Ask ask = Ask.of(FIRST, "openid");
    for (Ask each : List.of(ask, ask.with("prompt", "none"), ask.with("prompt", "login"))) {
      assertError(
          ada.browser.get(each.with("claims", UNREACHABLE).path()),
          "unmet_authentication_requirements");
    }
    assertThat(acr(idToken(ada, ask.with("claims", REACHABLE)))).isEqualTo("aal1");
    // a wish is a wish: what comes out is said as it is
    assertThat(acr(idToken(ada, ask.with("acr_values", "aal3 aal2")))).isEqualTo("aal1");
    String wish = "{\"id_token\":{\"acr\":{\"values\":[\"aal3\"]}}}";
    assertThat(acr(idToken(ada, ask.with("claims", wish)))).isEqualTo("aal1");
  }

  @Test
  void hint_decidesWhoseAnswerItMayBe() {
    Visitor ada = Visitor.signedIn(server);
    Visitor bob = Visitor.signedIn(server);
    Ask ask = Ask.of(FIRST, "openid");
    String adas = ada.tokens(ask).get("id_token").asString();
    String sub = UnverifiedJwt.of(adas).claim("sub");
    server.clock().advance(Duration.ofMinutes(16));
    // expired, and still ours
    Ask hinted = ask.with("id_token_hint", adas);
    Ask named = ask.with("claims", "{\"id_token\":{\"sub\":{\"value\":\"" + sub + "\"}}}");
    for (Ask each : List.of(hinted, named)) {
      Ask silent = each.with("prompt", "none");
      assertThat(idToken(ada, silent).get("sub").asString()).isEqualTo(sub);
      assertError(bob.browser.get(silent.path()), "login_required");
      Page asBob = bob.browser.get(each.path()).followWithin().expect(200);
      assertError(signedInAt(asBob, bob), "login_required");
      Page asAda = bob.browser.get(each.path()).followWithin().expect(200);
      assertThat(idToken(ada, each, signedInAt(asAda, ada)).get("sub").asString()).isEqualTo(sub);
      bob.signIn().expect(303);
    }
  }

  @Test
  void hint_thatIsNotOursOrNotThisClients_isInvalid() {
    Visitor ada = Visitor.signedIn(server);
    Ask ask = Ask.of(FIRST, "openid");
    JsonNode tokens = ada.tokens(ask);
    String adas = tokens.get("id_token").asString();
    String web = ada.tokens(Ask.of("monitrax-web", "openid")).get("id_token").asString();
    String access = tokens.get("access_token").asString();
    String signature = adas.substring(adas.lastIndexOf('.'));
    for (String wrong :
        List.of(
            web,
            access,
            "x.y.z",
            adas.replace(signature, "."),
            web.substring(0, web.lastIndexOf('.')) + signature,
            "x".repeat(4097))) {
      for (Ask each : List.of(ask, ask.with("prompt", "none"))) {
        assertError(ada.browser.get(each.with("id_token_hint", wrong).path()), "invalid_request");
      }
    }
  }

  @Test
  void selectAccount_goesOnWithTheAccountAtHand_orAnother() {
    Visitor ada = Visitor.signedIn(server);
    Ask ask = Ask.of(FIRST, "openid").with("prompt", "select_account");
    Page choice = ada.browser.get(ask.path()).expect(200);
    assertThat(choice.text()).contains("Which account?", ada.email, "Monitrax");
    Page back = choice.form().press("Continue as Ada Lovelace");
    String sub = idToken(ada, ask, back).get("sub").asString();
    // used up
    assertThat(choice.form().submit().status()).isEqualTo(400);

    Visitor bob = Visitor.registered(server);
    Page again = ada.browser.get(ask.path()).expect(200);
    Page signIn = again.click("Use another account").followWithin().expect(200);
    JsonNode bobs = idToken(bob, ask, signedInAt(signIn, bob));
    assertThat(bobs.get("sub").asString()).isNotEqualTo(sub);

    // nobody is signed in: to sign in is to choose
    Visitor eve = Visitor.registered(server);
    Page fresh = eve.browser.get(ask.path()).followWithin().expect(200);
    idToken(eve, ask, signedInAt(fresh, eve));
  }

  @Test
  void selectAccount_withLoginAndConsent_asksForEachInTurn() {
    Visitor ada = Visitor.signedIn(server);
    Ask ask = Ask.of("monitrax-web", "openid").with("prompt", "select_account login consent");
    Page choice = ada.browser.get(ask.path()).expect(200);
    Page signIn = choice.form().submit().followWithin().expect(200);
    Page consent = signedInAt(signIn, ada).expect(200);
    assertThat(consent.text()).contains("asks for access");
    idToken(ada, ask, consent.form().press("Allow"));

    Ask chosen = Ask.of("monitrax-web", "openid profile").with("prompt", "select_account");
    Page asked = ada.browser.get(chosen.path()).expect(200).form().submit().expect(200);
    idToken(ada, chosen, asked.form().press("Allow"));
    assertError(
        ada.browser.get(ask.with("prompt", "none select_account").path()), "invalid_request");
  }

  @Test
  void selectAccount_byAnotherSession_isRefused() {
    Visitor ada = Visitor.signedIn(server);
    Visitor mallory = Visitor.signedIn(server);
    Ask ask = Ask.of(FIRST, "openid").with("prompt", "select_account");
    Page adas = ada.browser.get(ask.path()).expect(200);
    Page mallorys = mallory.browser.get(ask.path()).expect(200);
    String journey = adas.form().value("journey").orElseThrow();
    String path = Visitor.REALM + "/oauth2/authorize/account";
    assertThat(mallory.browser.post(path, mallorys.form().data().set("journey", journey)).status())
        .isEqualTo(400);
    ada.browser.post(path, adas.form().data().without("csrf")).expect(403);
    mallory.browser.get(Visitor.REALM + "/oauth2/authorize/switch?journey=" + journey).expect(400);
  }

  @Test
  void claims_areToldWhereAskedFor_onceAllowed() {
    Visitor ada = Visitor.signedIn(server);
    String claims =
        "{\"userinfo\":{\"name\":null,\"email\":{\"essential\":true},\"phone_number\":null},"
            + "\"id_token\":{\"email\":null,\"auth_time\":{\"essential\":true}}}";
    Ask ask = Ask.of("monitrax-web", "openid").with("claims", claims);
    assertError(ada.browser.get(ask.with("prompt", "none").path()), "consent_required");
    Page consent = ada.browser.get(ask.path()).expect(200);
    assertThat(consent.text()).contains("See your e-mail address", "See your name");
    Page back = consent.form().press("Allow").expect(303);

    JsonNode tokens = ada.exchange(ask, code(back)).expect(200).json();

    JsonNode id = UnverifiedJwt.of(tokens.get("id_token").asString()).claims();
    assertThat(id.get("email").asString()).isEqualTo(ada.email);
    assertThat(id.has("name")).isFalse();
    assertThat(tokens.get("scope").asString()).isEqualTo("openid");
    JsonNode told = ada.userInfo(tokens.get("access_token").asString()).expect(200).json();
    assertThat(told.propertyNames()).containsExactlyInAnyOrder("sub", "name", "email");
    assertThat(told.get("email").asString()).isEqualTo(ada.email);
    JsonNode refreshed =
        ada.refresh("monitrax-web", tokens.get("refresh_token").asString()).expect(200).json();
    JsonNode later = UnverifiedJwt.of(refreshed.get("id_token").asString()).claims();
    assertThat(later.get("email").asString()).isEqualTo(ada.email);
    assertThat(later.has("name")).isFalse();
    // allowed once, and told to nobody who did not ask
    ada.browser.get(ask.with("prompt", "none").path()).expect(303);
    JsonNode plain = ada.tokens(Ask.of("monitrax-web", "openid"));
    assertThat(UnverifiedJwt.of(plain.get("id_token").asString()).claims().has("email")).isFalse();
    assertThat(ada.userInfo(plain.get("access_token").asString()).json().propertyNames())
        .containsExactly("sub");
  }

  private static Page signedInAt(Page signIn, Visitor who) {
    return signIn
        .form()
        .submit(Map.of("email", who.email, "password", Visitor.PASSWORD))
        .expect(303)
        .followWithin();
  }

  private static JsonNode idToken(Visitor visitor, Ask ask) {
    return UnverifiedJwt.of(visitor.tokens(ask).get("id_token").asString()).claims();
  }

  private static JsonNode idToken(Visitor visitor, Ask ask, Page back) {
    JsonNode tokens = visitor.exchange(ask, code(back)).expect(200).json();
    return UnverifiedJwt.of(tokens.get("id_token").asString()).claims();
  }

  private static String code(Page back) {
    return Objects.requireNonNull(Visitor.parameters(back.expect(303)).get("code"));
  }

  private static long authTime(JsonNode claims) {
    return claims.get("auth_time").asLong();
  }

  private static String acr(JsonNode claims) {
    return claims.get("acr").asString();
  }

  private void assertError(Page redirect, String error) {
    assertThat(redirect.expect(303).location().orElseThrow().toString())
        .startsWith(Visitor.CALLBACK);
    assertThat(Visitor.parameters(redirect))
        .containsEntry("error", error)
        .containsEntry("state", "a-state")
        .containsEntry("iss", server.base() + Visitor.REALM)
        .doesNotContainKey("code");
  }
}
