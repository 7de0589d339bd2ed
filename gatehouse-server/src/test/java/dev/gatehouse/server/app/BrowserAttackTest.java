package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.Requirement;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What other sites, planted cookies and curious neighbours try on a browser. */
@Tag("database")
class BrowserAttackTest {
  private final RunningServer server = RunningServer.shared();

  @Test
  @Attack("C2")
  @Requirement("POR-2.3")
  void cookies_areHostBoundSecureAndOutOfReachOfScripts() {
    Visitor ada = Visitor.registered(server);
    Page form = ada.browser.get(Visitor.REALM + "/sign-in").followAll();
    String before = session(ada.browser);
    Page signedIn = form.form().submit(Map.of("email", ada.email, "password", Visitor.PASSWORD));
    List<String> set = signedIn.headers("Set-Cookie");
    assertThat(set).isNotEmpty();
    for (String cookie : set) {
      assertThat(cookie)
          .startsWith("__Host-gh-monitrax")
          .contains("; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/")
          .doesNotContain("Domain");
      assertThat(cookie.length()).isLessThanOrEqualTo(4096);
    }
    String first = session(ada.browser);
    assertThat(first).isNotEqualTo(before);
    // every change of privilege brings a new value: here the password
    ada.browser
        .get(Visitor.REALM + "/account/password")
        .expect(200)
        .form()
        .submit(
            Map.of(
                "password", Visitor.PASSWORD, "new_password", "eleven loud herons upon the lake"))
        .expect(303);
    assertThat(session(ada.browser)).isNotEqualTo(first);
    assertThat(ada.isSignedIn()).isTrue();
  }

  private static String session(HttpDriver browser) {
    return browser.cookies().get("__Host-gh-monitrax").map(cookie -> cookie.value()).orElse("");
  }

  @Test
  @Attack("C7")
  void forms_ofOtherSites_areRefused() {
    Visitor ada = Visitor.signedIn(server);
    Visitor mallory = Visitor.signedIn(server);
    List.of(ada, mallory).forEach(person -> person.elsewhere().signIn().expect(303));
    String path = Visitor.REALM + "/account/sessions/end-others";
    String own = ada.account().form(path).value("csrf").orElseThrow();
    String other = mallory.account().form(path).value("csrf").orElseThrow();

    ada.browser.post(path, FormData.of()).expect(403);
    ada.browser.post(path, FormData.of("csrf", other)).expect(403);
    ada.browser.post(path, FormData.of("csrf", own.substring(1) + "A")).expect(403);
    ada.browser.get(path + "?csrf=" + own).expect(405);
    for (String type : List.of("text/plain", "application/json")) {
      ada.browser.request("POST", path).body(type, "csrf=" + own).send().expect(415);
    }
    ada.browser
        .request("POST", path)
        .form(FormData.of("csrf", own))
        .header("Sec-Fetch-Site", "cross-site")
        .header("Cookie", "__Host-gh-monitrax=" + session(ada.browser))
        .send()
        .expect(403);
    ada.browser
        .request("POST", path)
        .form(FormData.of("csrf", own))
        .header("Sec-Fetch-Site", "same-site")
        .send()
        .expect(403);
    ada.browser
        .request("POST", path)
        .form(FormData.of("csrf", own))
        .header("Origin", "https://evil.example")
        .send()
        .expect(403);
    ada.browser.request("GET", path).header("X-HTTP-Method-Override", "POST").send().expect(405);
    ada.browser.get(Visitor.REALM + "/account?_method=POST").expect(200);
    ada.browser.post(path, FormData.of("csrf", own)).expect(303);
  }

  @Test
  void signInForm_ofAnotherBrowser_signsNobodyIn() {
    Visitor mallory = Visitor.registered(server);
    Page theirs = mallory.browser.get(Visitor.REALM + "/sign-in").followAll();
    FormData form =
        theirs.form().fill(Map.of("email", mallory.email, "password", Visitor.PASSWORD)).data();
    HttpDriver victim = server.browser();
    victim.get(Visitor.REALM + "/sign-in").followAll().expect(200);
    victim.post(Visitor.REALM + "/sign-in", form).expect(403);
    assertThat(victim.cookies().get("__Host-gh-monitrax")).isEmpty();
  }

  @Test
  void signOutForm_ofAnotherSite_takesNothingAway() {
    Visitor ada = Visitor.signedIn(server);
    Page answer =
        server.browser().request("POST", Visitor.REALM + "/sign-out").form(FormData.of()).send();
    assertThat(answer.headers("Set-Cookie")).noneMatch(cookie -> cookie.contains("Max-Age=0"));
    assertThat(ada.isSignedIn()).isTrue();
  }

  @Test
  @Attack("C9")
  void personalPages_areNeverKept() {
    Visitor ada = Visitor.signedIn(server);
    for (String path : List.of("/account", "/account/password", "/account/email", "/sign-out")) {
      Page page = ada.browser.get(Visitor.REALM + path).expect(200);
      assertThat(page.header("Cache-Control")).contains("no-store");
    }
    for (String path : List.of("/account/x.css", "/account/sessions/x.css", "/account.css")) {
      assertThat(ada.browser.get(Visitor.REALM + path).status()).as(path).isEqualTo(404);
    }
  }

  @Test
  @Attack("C3")
  void afterSignOut_nothingOfTheSessionIsAccepted() {
    Visitor ada = Visitor.signedIn(server);
    Ask ask = Ask.of("monitrax-web", "openid email");
    JsonNode tokens = ada.tokens(ask);
    String access = tokens.get("access_token").asString();
    ada.userInfo(access).expect(200);
    String stolen = session(ada.browser);

    ada.browser.get(Visitor.REALM + "/sign-out").form().submit();
    try (RunningServer other = server.beside()) {
      for (RunningServer node : List.of(server, other)) {
        Page account =
            node.browser()
                .request("GET", Visitor.REALM + "/account")
                .header("Cookie", "__Host-gh-monitrax=" + stolen)
                .send();
        assertThat(account.status()).isEqualTo(303);
        assertThat(account.location().map(URI::getPath)).contains(Visitor.REALM + "/sign-in");
      }
    }
    ada.userInfo(access).expect(401);
    assertThat(
            ada.refresh("monitrax-web", tokens.get("refresh_token").asString())
                .expect(400)
                .json()
                .get("error")
                .asString())
        .isEqualTo("invalid_grant");
  }

  @Test
  void afterAPasswordChange_otherSessionsAndTokensEnd() {
    Visitor ada = Visitor.signedIn(server);
    JsonNode tokens = ada.tokens(Ask.of("monitrax-web", "openid offline_access"));
    Visitor elsewhere = ada.elsewhere();
    elsewhere.signIn().expect(303);
    ada.browser
        .get(Visitor.REALM + "/account/password")
        .form()
        .submit(
            Map.of(
                "password", Visitor.PASSWORD, "new_password", "eleven loud herons upon the lake"))
        .expect(303);
    assertThat(ada.isSignedIn()).isTrue();
    assertThat(elsewhere.isSignedIn()).isFalse();
    ada.refresh("monitrax-web", tokens.get("refresh_token").asString()).expect(400);
    ada.userInfo(tokens.get("access_token").asString()).expect(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/actuator",
        "/metrics",
        "/swagger",
        "/.git/config",
        "/env",
        "/admin",
        "/r/nobody/sign-in",
        "/error",
        "/r/monitrax/../monitrax/sign-in",
        "/r/monitrax;x=y/account",
        "/r/monitrax/%61ccount/none"
      })
  void addressesOfOthers_areNotHere(String path) {
    assertThat(server.browser().get(path).status()).isIn(400, 404);
  }

  @Test
  void headers_standOnEveryAnswer() {
    Visitor ada = Visitor.signedIn(server);
    List<Page> answers =
        List.of(
            ada.account(),
            server.browser().get(Visitor.REALM + "/sign-in"),
            server.browser().get("/none"),
            server.browser().get(Visitor.REALM + "/sign-in?x=1&x=2"),
            server.browser().post(Visitor.REALM + "/oauth2/token", FormData.of()),
            server.browser().get(Visitor.REALM + "/oauth2/jwks"));
    for (Page answer : answers) {
      assertThat(answer.header("Content-Security-Policy").orElseThrow())
          .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
          .doesNotContain("unsafe");
      assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
      assertThat(answer.header("X-Frame-Options")).contains("DENY");
      assertThat(answer.header("Referrer-Policy")).contains("no-referrer");
      assertThat(answer.header("Cross-Origin-Opener-Policy")).contains("same-origin");
      assertThat(answer.header("X-Request-Id")).isPresent();
      assertThat(answer.header("Server")).isEmpty();
      assertThat(answer.header("Strict-Transport-Security")).as("not over plain HTTP").isEmpty();
    }
  }
}
