package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.http.Method;
import dev.gatehouse.server.http.Route;
import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.Exchange;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.Page;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Forms that another site sends, at every route of the table that takes a form of ours. */
@Tag("database")
class CsrfAttackTest {
  private static final String SESSION = "__Host-gh-monitrax";
  private static final String BROWSER = "__Host-gh-monitrax-browser";

  private final RunningServer server = RunningServer.shared();

  /** Every form of ours; what the protocol sends from other sites leads to a GET. */
  private List<String> forms() {
    List<String> forms =
        server.routes().stream()
            .filter(route -> route.method() == Method.POST)
            .filter(route ->
                route.access() == Route.Access.BROWSER || route.access() == Route.Access.SESSION)
            .map(route -> route.path().replace("{realm}", "monitrax"))
            .filter(path -> !path.matches(".*/oauth2/(authorize|logout)"))
            .toList();
    assertThat(forms).hasSizeGreaterThan(12);
    return forms;
  }

  private static String cookies(HttpDriver browser) {
    return SESSION + "=" + value(browser, SESSION) + "; " + BROWSER + "=" + value(browser, BROWSER);
  }

  private static String value(HttpDriver browser, String name) {
    return browser.cookies().get(name).map(cookie -> cookie.value()).orElseThrow();
  }

  /** With the cookies of the browser, though a browser would not send them along. */
  private Exchange post(HttpDriver browser, String path, FormData form) {
    return server
        .browser()
        .request("POST", path)
        .header("Sec-Fetch-Site", "same-origin")
        .header("Cookie", cookies(browser))
        .form(form);
  }

  private static void refused(String what, Exchange request, int... statuses) {
    Page answer = request.send();
    assertThat(statuses).as(what + " " + answer.status()).contains(answer.status());
    assertThat(answer.headers("Set-Cookie")).as(what).isEmpty();
  }

  /** Another text with the same {@link String#hashCode}. */
  private static String colliding(String token) {
    for (int i = 0; i + 1 < token.length(); i++) {
      char first = (char) (token.charAt(i) + 1);
      char second = (char) (token.charAt(i + 1) - 31);
      if (Character.isLetterOrDigit(first) && Character.isLetterOrDigit(second) && second < 128) {
        String other = token.substring(0, i) + first + second + token.substring(i + 2);
        assertThat(other.hashCode()).isEqualTo(token.hashCode());
        return other;
      }
    }
    throw new AssertionError("no collision of " + token);
  }

  @Test
  @Attack("C7")
  void formOfAnotherSite_isRefusedAtEveryRoute() {
    Visitor ada = Visitor.signedIn(server);
    Visitor mallory = Visitor.signedIn(server);
    Visitor.signedIn(server);
    ada.elsewhere().signIn().expect(303);
    mallory.elsewhere().signIn().expect(303);
    String endOthers = Visitor.REALM + "/account/sessions/end-others";
    String own = ada.account().form(endOthers).value("csrf").orElseThrow();
    String others = mallory.account().form(endOthers).value("csrf").orElseThrow();
    String ofBrowser =
        ada.browser.get(Visitor.REALM + "/forgot").form().value("csrf").orElseThrow();
    for (String path : forms()) {
      for (String site : List.of("cross-site", "same-site")) {
        for (String token : List.of(own, ofBrowser)) {
          FormData form = FormData.of("csrf", token);
          refused(
              site + " " + path, post(ada.browser, path, form).header("Sec-Fetch-Site", site), 403);
          refused(
              site + " without cookies " + path,
              post(ada.browser, path, form).header("Sec-Fetch-Site", site).withoutHeader("Cookie"),
              403);
        }
      }
      for (String origin : List.of("https://evil.example", "http://localhost:1")) {
        Exchange foreign = post(ada.browser, path, FormData.of("csrf", own));
        refused(origin + " " + path, foreign.header("Origin", origin), 403);
      }
      refused("no token " + path, post(ada.browser, path, FormData.of()), 403);
      for (String token :
          List.of(others, own.substring(1) + "A", colliding(own), colliding(ofBrowser), "")) {
        refused(
            "token " + token + " " + path,
            post(ada.browser, path, FormData.of("csrf", token)),
            403);
      }
      for (String type : List.of("text/plain", "application/json", "multipart/form-data")) {
        Exchange json = post(ada.browser, path, FormData.of());
        refused(type + " " + path, json.body(type, "{\"csrf\":\"" + own + "\"}"), 403, 415);
      }
      for (String method : List.of("GET", "PUT", "PATCH", "DELETE")) {
        overridden(ada.browser, method, path, own);
      }
    }
    assertThat(ada.isSignedIn()).isTrue();
    assertThat(ada.account().html().select("form[action$=/account/sessions/end]"))
        .as("nothing was done")
        .hasSize(1);
    loginOfAnotherBrowser(mallory);
    ada.browser.post(endOthers, FormData.of("csrf", own)).expect(303);
  }

  /** Another method changes nothing, whatever it says it is. */
  private void overridden(HttpDriver browser, String method, String path, String token) {
    for (String header : List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")) {
      Page answer =
          server
              .browser()
              .request(method, path + "?_method=POST&csrf=" + token)
              .header("Cookie", cookies(browser))
              .header(header, "POST")
              .send();
      assertThat(answer.status()).as(method + " " + path).isIn(200, 303, 400, 404, 405);
    }
  }

  private void loginOfAnotherBrowser(Visitor mallory) {
    Page page = server.browser().get(Visitor.REALM + "/sign-in").expect(200);
    FormData form =
        page.form().fill(Map.of("email", mallory.email, "password", Visitor.PASSWORD)).data();
    HttpDriver victim = server.browser();
    victim.get(Visitor.REALM + "/sign-in").expect(200);
    Page answer = victim.post(Visitor.REALM + "/sign-in", form).expect(403);
    assertThat(answer.headers("Set-Cookie")).isEmpty();
    assertThat(victim.cookies().get(SESSION)).isEmpty();
  }
}
