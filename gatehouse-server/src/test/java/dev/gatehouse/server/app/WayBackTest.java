package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.server.http.Method;
import dev.gatehouse.server.http.Route;
import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.Page;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Back to what somebody came for, after the sign-in, and never to where a parameter points. */
@Tag("database")
class WayBackTest {
  private static final String NEW_PASSWORD = "eleven orange kites above the harbour";
  private static final List<String> EVIL =
      List.of(
          "//evil.example",
          "/\\evil.example",
          "\\\\evil.example",
          "javascript:alert(1)",
          "https://evil.example/",
          "/r/monitrax//evil.example",
          "/%2f%2fevil.example");

  private final RunningServer server = RunningServer.shared();

  /** The page that a link leads to whose address begins so. */
  private Page follow(HttpDriver browser, Page page, String path) {
    String target =
        page.html().select("a[href]").stream()
            .map(link -> link.attr("href"))
            .filter(href -> href.startsWith(Visitor.REALM + path))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no link to " + path + " on " + page));
    return browser.get(target).expect(200);
  }

  private static void assertLandsAtTheClient(Page signedIn, Ask ask) {
    Page page = signedIn;
    while (page.isRedirect()
        && !page.location().orElseThrow().toString().startsWith(Visitor.CALLBACK)) {
      page = page.follow();
    }
    Map<String, String> answer = Visitor.parameters(page.expect(303));
    assertThat(answer).containsKey("code").containsEntry("state", "a-state");
    assertThat(ask.client()).isEqualTo("monitrax-first");
  }

  @Test
  void registering_onTheWay_leadsBackToTheClient() {
    Visitor ada = Visitor.unknown(server);
    Ask ask = Ask.of("monitrax-first", "openid");
    Page signIn = ada.browser.get(ask.path()).followAll().expect(200);
    Page sent =
        follow(ada.browser, signIn, "/register")
            .form()
            .submit(
                Map.of(
                    "name",
                    "Ada",
                    "email",
                    ada.email,
                    "organisation",
                    ada.organisation,
                    "password",
                    Visitor.PASSWORD))
            .expect(200);
    follow(ada.browser, sent, "/sign-in");
    Page verified =
        ada.browser.get(ada.link("/verify")).expect(200).form().submit().followAll().expect(200);
    Page again = follow(ada.browser, verified, "/sign-in");
    assertLandsAtTheClient(
        again.form().submit(Map.of("email", ada.email, "password", Visitor.PASSWORD)), ask);
  }

  @Test
  void resendingAndResetting_onTheWay_leadBackToTheClient() {
    Visitor ada = Visitor.unknown(server);
    ada.signUp().expect(200);
    Ask ask = Ask.of("monitrax-first", "openid");
    Page signIn = ada.browser.get(ask.path()).followAll().expect(200);
    Page refused =
        signIn.form().submit(Map.of("email", ada.email, "password", Visitor.PASSWORD)).expect(400);
    server.mail().await(ada.email, java.time.Duration.ofSeconds(20));
    server.mail().clear();
    Page resend = follow(ada.browser, refused, "/resend");
    resend.form().submit(Map.of("email", ada.email)).expect(200);
    URI confirmation = ada.link("/verify");
    assertThat(confirmation.getRawQuery()).contains("&journey=");
    Page verified = ada.browser.get(confirmation).form().submit().followAll().expect(200);
    follow(ada.browser, verified, "/sign-in");

    server.mail().clear();
    Page forgot = follow(ada.browser, signIn, "/forgot");
    forgot.form().submit(Map.of("email", ada.email)).expect(200);
    Page reset =
        ada.browser
            .get(ada.link("/reset"))
            .expect(200)
            .form()
            .submit(Map.of("new_password", NEW_PASSWORD))
            .followAll()
            .expect(200);
    Page again = follow(ada.browser, reset, "/sign-in");
    assertLandsAtTheClient(
        again.form().submit(Map.of("email", ada.email, "password", NEW_PASSWORD)), ask);
  }

  @Test
  void mail_openedInAnotherBrowser_knowsNothingOfTheSignIn() {
    Visitor ada = Visitor.unknown(server);
    Page signIn = ada.browser.get(Ask.of("monitrax-first", "openid").path()).followAll();
    follow(ada.browser, signIn, "/register")
        .form()
        .submit(
            Map.of(
                "name",
                "Ada",
                "email",
                ada.email,
                "organisation",
                ada.organisation,
                "password",
                Visitor.PASSWORD))
        .expect(200);
    URI link = ada.link("/verify");
    HttpDriver elsewhere = server.browser();
    Page form = elsewhere.get(link).expect(200);
    assertThat(form.form("/verify").value("journey").orElse("")).isEmpty();
    Page done =
        form.form("/verify").submit(Map.of("password", Visitor.PASSWORD)).followAll().expect(200);
    assertThat(done.html().select("a[href*=journey]")).isEmpty();
  }

  @Test
  void pageAskedForWithoutSession_isTheOneAfterTheSignIn() {
    Visitor ada = Visitor.registered(server);
    for (String path : List.of("/account/email", "/account/password", "/account")) {
      Page page = server.browser().get(Visitor.REALM + path + "?continue=//evil.example");
      Page signedIn =
          page.followAll()
              .expect(200)
              .form()
              .submit(Map.of("email", ada.email, "password", Visitor.PASSWORD))
              .expect(303);
      assertThat(signedIn.location().orElseThrow())
          .isEqualTo(server.base().resolve(Visitor.REALM + path));
    }
  }

  @Test
  @Attack("L4")
  void addressInAParameter_isDroppedOnEveryPage() {
    Visitor ada = Visitor.signedIn(server);
    for (Route route : server.routes()) {
      if (route.method() != Method.GET || route.scope() != Route.Scope.REALM) {
        continue;
      }
      for (String evil : EVIL) {
        String value = URLEncoder.encode(evil, StandardCharsets.UTF_8);
        String everything =
            String.join(
                "&",
                List.of("continue", "return_to", "next", "url", "redirect_uri", "done").stream()
                    .map(name -> name + "=" + value)
                    .toList());
        String path = route.path().replace("{realm}", "monitrax").replaceAll("\\{[a-z]+}", "none");
        for (HttpDriver browser : List.of(server.browser(), ada.browser)) {
          assertStaysHere(browser.get(path + "?" + everything), route + " " + evil);
          assertStaysHere(browser.get(path + "?journey=" + value), route + " " + evil);
        }
      }
    }
    for (String evil : EVIL) {
      HttpDriver browser = server.browser();
      Page page =
          browser
              .get(
                  Visitor.REALM
                      + "/sign-in?continue="
                      + URLEncoder.encode(evil, StandardCharsets.UTF_8))
              .expect(200);
      FormData typed =
          page.form().fill(Map.of("email", ada.email, "password", Visitor.PASSWORD)).data();
      browser.post(Visitor.REALM + "/sign-in", typed.add("continue", evil)).expect(400);
      Page signedIn = browser.post(Visitor.REALM + "/sign-in", typed).expect(303);
      assertThat(signedIn.location()).contains(server.base().resolve(Visitor.REALM + "/account"));
    }
  }

  private void assertStaysHere(Page answer, String what) {
    assertThat(answer.status()).as(what).isLessThan(500);
    answer
        .location()
        .ifPresent(to -> {
          assertThat(to.getHost()).as(what).isEqualTo(server.base().getHost());
          assertThat(to.toString()).as(what).doesNotContain("evil", "javascript");
        });
    assertThat(answer.body()).as(what).doesNotContain("evil.example", "javascript:");
  }
}
