package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.http.Method;
import dev.gatehouse.server.http.Route;
import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.Form;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.Requirement;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every route of the table, called by those who may not, over HTTP. */
@Tag("database")
class RouteAttackTest {
  private static final String REALM = Visitor.REALM;

  /** Answers anybody, by decision. */
  private static final Set<String> PUBLIC =
      Set.of(
          "/health/live",
          "/health/ready",
          "/assets/{name}",
          "/assets/realms/{name}",
          "/r/{realm}/brand.css",
          "/r/{realm}/.well-known/openid-configuration",
          "/.well-known/oauth-authorization-server/r/{realm}",
          "/r/{realm}/oauth2/jwks",
          "/r/{realm}/api/openapi.json",
          // what a browser asks before it calls from another origin
          "/r/{realm}/oauth2/par",
          "/r/{realm}/oauth2/token",
          "/r/{realm}/oauth2/revoke",
          "/r/{realm}/oauth2/userinfo");

  /** Take no cookie. */
  private static final Set<Route.Access> TOKENS =
      Set.of(Route.Access.BEARER, Route.Access.CLIENT, Route.Access.API);

  /** Have no CSRF token: the protocol has clients send people here. They only lead to a page. */
  private static final Set<String> OF_THE_PROTOCOL =
      Set.of("/r/{realm}/oauth2/authorize", "/r/{realm}/oauth2/logout");

  private static final String UNKNOWN_ID = "0198c0de-0000-7000-8000-000000000000";

  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = RunningServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static String address(Route route) {
    return route
        .path()
        .replace("{realm}", "monitrax")
        .replace("{name}", "none")
        .replace("{client}", "none")
        .replaceAll("\\{[a-z]*id}", UNKNOWN_ID)
        .replace("{slug}", "none");
  }

  /** With a body of the kind that the route takes. */
  private static Page sent(HttpDriver browser, Route route, String query, FormData form) {
    var request = browser.request(route.method().name(), address(route) + query);
    return route.body() == Route.Body.JSON ? request.json("{}").send() : request.form(form).send();
  }

  /** Nobody comes in; where the realm has the whole feature off, not even with a token. */
  private static void assertClosed(Route route, Page answer) {
    boolean off = route.path().startsWith("/r/{realm}/oauth2/register");
    assertThat(answer.status()).as(route.path()).isIn(off ? Set.of(401, 403) : Set.of(401));
  }

  private static boolean takesOurForm(Route route) {
    return route.method() == Method.POST
        && (route.access() == Route.Access.BROWSER || route.access() == Route.Access.SESSION)
        && !OF_THE_PROTOCOL.contains(route.path());
  }

  private static boolean isPage(Route route) {
    return route.access() == Route.Access.BROWSER || route.access() == Route.Access.SESSION;
  }

  private static void assertNoSession(Page page) {
    assertThat(page.headers("Set-Cookie"))
        .as("%s", page)
        .noneMatch(cookie -> cookie.matches("__Host-gh-[a-z]+=[^;]+.*"));
  }

  @Test
  @Attack("D5")
  void validForm_withoutItsTokenOrSession_hasNoEffectOnAnyRoute() {
    ValidForms forms = new ValidForms();
    for (Route route : server.routes()) {
      if (takesOurForm(route)) {
        Form form = forms.of(route.path(), server);
        FormData bare = form.data().without("csrf");
        var before = DatabaseState.effects(server);

        assertThat(form.with(bare).submit().status())
            .as("no token: " + route.path())
            .isEqualTo(403);
        for (FormData data : List.of(form.data(), bare)) {
          Page answer = ValidForms.sentByAStranger(server, form, data);
          assertNoSession(answer);
          if (route.path().matches(".*/(sign-out|logout/confirm)")) {
            // nobody is signed in there: nothing to do, and no cookie is touched
            assertThat(answer.expect(303).headers("Set-Cookie")).isEmpty();
          } else {
            assertThat(answer.status()).as("no session: " + route.path()).isIn(401, 403);
          }
        }
        assertThat(DatabaseState.effects(server)).as(route.path()).isEqualTo(before);

        assertThat(form.submit().status()).as("the form was valid: " + route.path()).isIn(200, 303);
      }
    }
  }

  @Test
  @Attack("D5")
  @Requirement("MON-2")
  void everyRoute_anonymously_isClosedUnlessListed() {
    for (Route route : server.routes()) {
      Page answer =
          sent(server.browser(), route, "", FormData.of("grant_type", "authorization_code"));
      assertNoSession(answer);
      switch (route.access()) {
        case PUBLIC -> assertThat(PUBLIC).as("reviewed as public").contains(route.path());
        case SESSION -> {
          if (route.method() == Method.GET) {
            assertThat(answer.expect(303).location().map(URI::getPath))
                .contains(REALM + "/sign-in");
          } else {
            answer.expect(401);
          }
        }
        case BROWSER -> assertThat(answer.status()).as(route.path()).isLessThan(500);
        case CLIENT, BEARER, API -> assertClosed(route, answer);
      }
    }
    assertThat(server.routes().stream().filter(r -> r.access() == Route.Access.PUBLIC))
        .hasSameSizeAs(PUBLIC);
  }

  @ParameterizedTest
  @Attack("D5")
  @ValueSource(strings = {"owner", "admin", "member", "viewer"})
  void everyRoute_withARole_opensItsOwnPagesAndNoForeignForm(String role) {
    Visitor ada = Visitor.signedIn(server);
    Visitor other = Visitor.signedIn(server);
    server
        .database()
        .execute(
            "UPDATE gatehouse.principal SET roles = ARRAY[?] WHERE (tenant_id, principal_id) IN"
                + " (SELECT tenant_id, principal_id FROM gatehouse.email_address WHERE address = ?)",
            role,
            ada.email);
    String foreign =
        other.browser.get(REALM + "/account/password").form().value("csrf").orElseThrow();
    for (Route route : server.routes()) {
      if (route.access() == Route.Access.SESSION && route.method() == Method.GET) {
        ada.browser.get(address(route)).expect(200);
      } else if (route.access() == Route.Access.SESSION) {
        ada.browser.post(address(route), FormData.of("csrf", foreign)).expect(403);
      } else if (TOKENS.contains(route.access())) {
        assertClosed(route, sent(ada.browser, route, "", FormData.of("a", "b")));
      }
    }
    assertThat(ada.isSignedIn()).isTrue();
  }

  @Test
  @Attack("D5")
  void closedFeature_isClosedByEveryMethod() {
    HttpDriver operators =
        HttpDriver.at(URI.create("http://127.0.0.1:" + server.base().getPort()), server.clock());
    operators.get("/r/operators/register").expect(403);
    operators.post("/r/operators/register", FormData.of("name", "x")).expect(403);
    for (String method : List.of("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")) {
      for (Route route : server.routes()) {
        Page answer = server.browser().request(method, address(route)).send();
        boolean listed =
            server.routes().stream()
                .anyMatch(other ->
                    other.path().equals(route.path()) && other.method().name().equals(method));
        if (listed && Set.of(401, 403, 415).contains(answer.status())) {
          continue;
        }
        boolean preflight = method.equals("OPTIONS") && answer.status() == 204;
        assertThat(preflight || answer.status() == 405 || answer.status() == 404)
            .as(method + " " + route.path() + ": " + answer.status())
            .isTrue();
      }
    }
  }

  @Test
  @Attack("O20")
  void everyPage_leaksNothingThroughTheBrowser() {
    Visitor ada = Visitor.signedIn(server);
    for (Route route : server.routes()) {
      if (isPage(route)) {
        for (HttpDriver browser : List.of(ada.browser, server.browser())) {
          Page page =
              route.method() == Method.GET
                  ? browser.get(address(route))
                  : browser.post(address(route), FormData.of("csrf", "x"));
          assertKeptToItself(route, page);
        }
      }
      String query = "?access_token=eyJhbGciOiJub25lIn0.e30.";
      Page page = sent(server.browser(), route, query, FormData.of("a", "b"));
      assertThat(page.status()).as(address(route)).isEqualTo(400);
      assertThat(page.body()).doesNotContain("eyJhbGciOiJub25lIn0");
    }
  }

  @Test
  @Attack("O20")
  void everyForm_isAnsweredByAPageOrBySeeOther() {
    ValidForms forms = new ValidForms();
    for (Route route : server.routes()) {
      // the first operator is made once, by the test of valid forms
      if (takesOurForm(route) && !route.path().endsWith("/operator")) {
        Page page = forms.of(route.path(), server).submit();
        assertThat(page.status()).as(route.path()).isIn(200, 303);
        assertKeptToItself(route, page);
      }
    }
  }

  /** RFC 9700 §4.2, §4.12, §4.16. */
  private static void assertKeptToItself(Route route, Page page) {
    assertThat(page.status()).as(route.path()).isNotIn(301, 302, 307, 308);
    assertThat(page.header("Referrer-Policy")).as(route.path()).contains("no-referrer");
    assertThat(page.header("Cache-Control")).as(route.path()).contains("no-store");
    assertThat(page.header("X-Frame-Options")).as(route.path()).contains("DENY");
    assertThat(page.header("Content-Security-Policy").orElse(""))
        .as(route.path())
        .contains("frame-ancestors 'none'");
  }
}
