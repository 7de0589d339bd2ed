package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.Page;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How answers travel to an application, and which kinds of answer there are none of. */
@Tag("database")
class ResponseModeAttackTest {
  private static final String WEB = "monitrax-web";
  private static final String FIRST = "monitrax-first";
  private static final String HOSTILE = "\"><script>alert(1)</script>";

  private final RunningServer server = RunningServer.shared();

  private String issuer() {
    return server.base() + Visitor.REALM;
  }

  @Test
  @Attack("O15")
  void otherResponseTypesAndModes_areRefused() {
    Visitor ada = Visitor.signedIn(server);
    Ask fine = Ask.of(FIRST, "openid");
    for (String type :
        List.of("token", "id_token token", "id_token", "code token", "code id_token", "none")) {
      for (String mode : List.of("query", "fragment", "form_post")) {
        Page answer =
            ada.browser.get(fine.with("response_type", type).with("response_mode", mode).path());
        Map<String, String> told = told(answer, mode);
        assertThat(told)
            .as(type + " " + mode)
            .containsEntry("error", "unsupported_response_type")
            .containsEntry("state", "a-state")
            .containsEntry("iss", issuer())
            .doesNotContainKeys("code", "access_token", "id_token");
      }
    }
    for (String mode :
        List.of("form_post.jwt", "query.jwt", "fragment.jwt", "jwt", "web_message", "FORM_POST")) {
      Map<String, String> told =
          told(ada.browser.get(fine.with("response_mode", mode).path()), "query");
      assertThat(told).as(mode).containsEntry("error", "invalid_request").doesNotContainKey("code");
      assertThat(told).containsEntry("state", "a-state").containsEntry("iss", issuer());
    }
  }

  @Test
  @Attack("O15")
  void formPost_hostileState_staysTextUnderAPolicyForTheClientAlone() {
    Visitor ada = Visitor.signedIn(server);
    Ask ask = Ask.of(FIRST, "openid").with("response_mode", "form_post").with("state", HOSTILE);

    Page page = ada.browser.get(ask.path()).expect(200);

    assertThat(page.body()).doesNotContain("<script>alert");
    Element form = page.html().select("form").first();
    assertThat(form).isNotNull();
    assertThat(form.attr("action")).isEqualTo(Visitor.CALLBACK);
    assertThat(form.attr("method")).isEqualTo("post");
    assertThat(form.select("input[name=state]").attr("value")).isEqualTo(HOSTILE);
    assertThat(form.select("input").eachAttr("name")).containsExactly("code", "state", "iss");
    assertThat(form.select("input[name=iss]").attr("value")).isEqualTo(issuer());
    // without JavaScript the person presses it
    assertThat(form.select("button").text()).isEqualTo("Continue");
    assertThat(page.html().select("script").eachAttr("src"))
        .containsExactly("/assets/gatehouse.js");
    assertThat(
            page.html().select("script").stream()
                .map(Element::data)
                .filter(it -> !it.isEmpty())
                .toList())
        .isEmpty();
    String policy = page.header("Content-Security-Policy").orElseThrow();
    assertThat(policy)
        .contains("default-src 'none'", "script-src 'self';")
        .doesNotContain("unsafe-inline")
        .endsWith("form-action " + origin());
    assertThat(page.header("Cache-Control")).contains("no-store");
    assertThat(page.header("Referrer-Policy")).contains("no-referrer");
    // the code in it is as good as any
    String code = form.select("input[name=code]").attr("value");
    ada.exchange(ask, code).expect(200);
  }

  @Test
  @Attack("O15")
  void formPost_aRefusal_travelsTheSameWay() {
    Visitor ada = Visitor.signedIn(server);
    Ask ask = Ask.of(WEB, "openid").with("response_mode", "form_post").with("prompt", "none");

    Page page = ada.browser.get(ask.with("state", HOSTILE).path());

    assertThat(told(page, "form_post"))
        .containsEntry("error", "consent_required")
        .containsEntry("state", HOSTILE)
        .containsEntry("iss", issuer());
    assertThat(page.header("Content-Security-Policy").orElseThrow())
        .endsWith("form-action " + origin());
  }

  @Test
  void fragment_carriesTheCode_afterSignInAndConsentToo() {
    Visitor ada = Visitor.registered(server);
    Ask ask = Ask.of(WEB, "openid").with("response_mode", "fragment");
    Page signIn = ada.browser.get(ask.path()).followAll().expect(200);
    Page consent =
        signIn.form().submit(Map.of("email", ada.email, "password", Visitor.PASSWORD)).followAll();

    Page answer = consent.expect(200).form().press("Allow");

    Map<String, String> told = told(answer, "fragment");
    assertThat(told).containsEntry("state", "a-state").containsEntry("iss", issuer());
    ada.exchange(ask, code(told)).expect(200);
  }

  @Test
  void formPost_afterSignInAndConsent_carriesTheCode() {
    Visitor ada = Visitor.registered(server);
    Ask ask = Ask.of(WEB, "openid").with("response_mode", "form_post").with("ui_locales", "fr de");
    Page signIn = ada.browser.get(ask.path()).followAll().expect(200);
    assertThat(signIn.html().select("html").attr("lang")).isEqualTo("de");
    Page consent =
        signIn.form().submit(Map.of("email", ada.email, "password", Visitor.PASSWORD)).followAll();

    Page answer = consent.expect(200).form().press("Erlauben");

    assertThat(answer.html().select("html").attr("lang")).isEqualTo("de");
    ada.exchange(ask, code(told(answer, "form_post"))).expect(200);
  }

  @Test
  @Attack("O16")
  void grantsThatAreNoneOrNotTheClients_giveNothing() {
    Visitor ada = Visitor.registered(server);
    for (String grant : List.of("password", "implicit")) {
      Page refused =
          ada.token(
              FormData.of(
                  "grant_type", grant, "username", ada.email, "password", Visitor.PASSWORD));
      // RFC 6749 §5.2: there is no such grant here, for this client or another
      assertThat(refused.expect(400).json().get("error").asString())
          .isEqualTo("unsupported_grant_type");
      assertThat(refused.json().has("access_token")).isFalse();
    }
    // a grant that there is, of a client that did not register for it
    assertUnauthorized(WEB, FormData.of("grant_type", "client_credentials"));
    Ask ask = Ask.of(FIRST, "openid");
    ada.signIn().expect(303);
    String code = ada.code(ask);
    assertUnauthorized(
        "monitrax-machine",
        FormData.of(
            "grant_type",
            "authorization_code",
            "code",
            code,
            "redirect_uri",
            Visitor.CALLBACK,
            "code_verifier",
            ask.pkce().verifier()));
    assertUnauthorized(
        "monitrax-machine", FormData.of("grant_type", "refresh_token", "refresh_token", "ghr_x"));
    // it has no way back either, so it is told nothing at an address that it names
    Page page = ada.browser.get(Ask.of("monitrax-machine", "openid").path());
    assertThat(page.expect(400).location()).isEmpty();
    // nothing of this used the code up
    ada.exchange(ask, code).expect(200);
  }

  private void assertUnauthorized(String client, FormData form) {
    Page refused =
        server
            .browser()
            .request("POST", Visitor.REALM + "/oauth2/token")
            .asProgram()
            .basic(client, server.secret(client))
            .form(form)
            .send();
    assertThat(refused.expect(400).json().get("error").asString()).isEqualTo("unauthorized_client");
    assertThat(refused.json().has("access_token")).isFalse();
  }

  @Test
  @Attack("O16")
  void resume_forgedRestart_takesNothingFromTheAddress() {
    Visitor ada = Visitor.registered(server);
    Ask ask = Ask.of(FIRST, "openid");
    Page signIn = ada.browser.get(ask.path()).followAll().expect(200);
    Page on = signIn.form().submit(Map.of("email", ada.email, "password", Visitor.PASSWORD));
    String resume = on.expect(303).location().orElseThrow().toString();
    assertThat(resume).contains("/oauth2/authorize/resume?journey=");

    Page forged =
        ada.browser.get(
            resume
                + "&response_type=id_token%20token&response_mode=fragment"
                + "&redirect_uri=https%3A%2F%2Fevil.example&client_id=monitrax-spa&prompt=none");

    Map<String, String> told = told(forged, "query");
    assertThat(told).containsKey("code").doesNotContainKeys("access_token", "id_token");
    // and it is good for the client that began, once
    ada.exchange(ask, code(told)).expect(200);
    assertThat(ada.browser.get(resume).status()).isEqualTo(400);
    assertThat(server.browser().get(resume).status()).isEqualTo(400);
  }

  private static String code(Map<String, String> told) {
    return Objects.requireNonNull(told.get("code"));
  }

  private static String origin() {
    URI callback = URI.create(Visitor.CALLBACK);
    return callback.getScheme() + "://" + callback.getRawAuthority();
  }

  /** What the application is told, read where that mode has it and nowhere else. */
  private static Map<String, String> told(Page answer, String mode) {
    if (mode.equals("form_post")) {
      Element form = answer.expect(200).html().select("form").first();
      assertThat(form).isNotNull();
      assertThat(form.attr("action")).isEqualTo(Visitor.CALLBACK);
      return FormData.of(
              form.select("input[type=hidden]").stream()
                  .flatMap(input -> List.of(input.attr("name"), input.attr("value")).stream())
                  .toArray(String[]::new))
          .entries()
          .stream()
          .collect(Collectors.toMap(FormData.Entry::name, FormData.Entry::value));
    }
    URI location = answer.expect(303).location().orElseThrow();
    assertThat(location.toString()).startsWith(Visitor.CALLBACK);
    boolean fragment = mode.equals("fragment");
    String own = fragment ? location.getRawFragment() : location.getRawQuery();
    String other = fragment ? location.getRawQuery() : location.getRawFragment();
    assertThat(other).isNull();
    return FormData.parse(own).entries().stream()
        .collect(Collectors.toMap(FormData.Entry::name, FormData.Entry::value));
  }
}
