package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.server.audit.AuditLog;
import dev.gatehouse.server.credential.LinkMaker;
import dev.gatehouse.server.credential.LinkStore;
import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.Envelope;
import dev.gatehouse.server.crypto.MasterKey;
import dev.gatehouse.server.http.Site;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.login.mailbox.OperatorLink;
import dev.gatehouse.server.principal.PersonStore;
import dev.gatehouse.server.realm.RealmCatalog;
import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.Requirement;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Sessions planted, kept awake, outlived and taken over. */
@Tag("database")
class SessionAttackTest {
  private static final String NEW_PASSWORD = "eleven orange kites above the harbour";
  private static final String SESSION = "__Host-gh-monitrax";
  private static final String BROWSER = "__Host-gh-monitrax-browser";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final RunningServer server = RunningServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  private static String cookie(HttpDriver browser, String name) {
    return browser.cookies().get(name).map(cookie -> cookie.value()).orElse("");
  }

  private Page with(String method, String path, Map<String, String> cookies, FormData form) {
    String header =
        String.join(
            "; ",
            cookies.entrySet().stream().map(it -> it.getKey() + "=" + it.getValue()).toList());
    var request = server.browser().request(method, path).header("Cookie", header);
    return (method.equals("POST") ? request.form(form) : request).send();
  }

  @Test
  @Attack("C1")
  void valuesKnownBefore_areWorthNothingAfterTheSignIn() {
    Visitor ada = Visitor.registered(server);
    Visitor mallory = Visitor.signedIn(server);
    String planted = cookie(mallory.browser, SESSION);
    String plantedBrowser = cookie(mallory.browser, BROWSER);

    // a preset cookie: the victim signs in over it and gets new values
    Map<String, String> preset = Map.of(SESSION, planted, BROWSER, plantedBrowser);
    Page page = with("GET", Visitor.REALM + "/sign-in", preset, FormData.of());
    FormData form =
        page.form().fill(Map.of("email", ada.email, "password", Visitor.PASSWORD)).data();
    Page signedIn = with("POST", Visitor.REALM + "/sign-in", preset, form).expect(303);
    assertThat(signedIn.headers("Set-Cookie"))
        .anyMatch(it -> it.startsWith(SESSION + "=") && !it.contains(planted))
        .anyMatch(it -> it.startsWith(BROWSER + "=") && !it.contains(plantedBrowser));
    assertThat(mallory.isSignedIn()).as("neither as the victim nor as before").isFalse();

    HttpDriver victim = journeyOfAnotherBrowser(ada);
    nextUserOfTheBrowser(victim);

    // a change of privilege: here the password
    Visitor eve = Visitor.signedIn(server);
    String before = cookie(eve.browser, SESSION);
    changePassword(eve);
    assertThat(cookie(eve.browser, SESSION)).isNotEqualTo(before);
    with("GET", Visitor.REALM + "/account", Map.of(SESSION, before), FormData.of()).expect(303);
  }

  private HttpDriver journeyOfAnotherBrowser(Visitor ada) {
    // a sign-in begun by another browser: its link opens in none but that one
    HttpDriver attacker = server.browser();
    Page begun = attacker.get(Visitor.REALM + "/sign-in").expect(200);
    String journey = begun.form().value("journey").orElseThrow();
    server.browser().get(Visitor.REALM + "/sign-in?journey=" + journey).expect(400);
    HttpDriver victim = server.browser();
    FormData own =
        victim
            .get(Visitor.REALM + "/sign-in")
            .form()
            .fill(Map.of("email", ada.email, "password", Visitor.PASSWORD))
            .data();
    victim.post(Visitor.REALM + "/sign-in", own.set("journey", journey)).expect(400);
    assertThat(cookie(victim, SESSION)).isEmpty();
    // starting anew after the sign-in is a new journey that says nothing of the old
    victim.post(Visitor.REALM + "/sign-in", own).expect(303);
    victim.post(Visitor.REALM + "/sign-in", own).expect(403);
    Page restarted = victim.get(Visitor.REALM + "/sign-in").expect(200);
    assertThat(restarted.form().value("journey")).isNotEqualTo(own.first("journey"));

    return victim;
  }

  private void nextUserOfTheBrowser(HttpDriver victim) {
    Page restarted = victim.get(Visitor.REALM + "/sign-in").expect(200);
    // the next user of the same browser: other ids, and the one before is gone
    String first = cookie(victim, SESSION);
    String firstBrowser = cookie(victim, BROWSER);
    Visitor bob = Visitor.registered(server);
    restarted.form().submit(Map.of("email", bob.email, "password", Visitor.PASSWORD)).expect(303);
    assertThat(cookie(victim, SESSION)).isNotEqualTo(first);
    assertThat(cookie(victim, BROWSER)).isNotEqualTo(firstBrowser);
    with("GET", Visitor.REALM + "/account", Map.of(SESSION, first), FormData.of()).expect(303);
    String second = cookie(victim, SESSION);
    victim.get(Visitor.REALM + "/sign-out").form().submit().expect(303);
    assertThat(cookie(victim, SESSION)).isEmpty();
    assertThat(cookie(victim, BROWSER)).isNotEqualTo(firstBrowser);
    with("GET", Visitor.REALM + "/account", Map.of(SESSION, second), FormData.of()).expect(303);
  }

  private static void changePassword(Visitor visitor) {
    visitor
        .browser
        .get(Visitor.REALM + "/account/password")
        .form()
        .submit(Map.of("password", Visitor.PASSWORD, "new_password", NEW_PASSWORD))
        .expect(303);
  }

  @Test
  @Attack("C4")
  void sessions_endByTime_whateverGoesOnInTheBackground() throws Refusal {
    assertEndsIdle(Visitor.signedIn(server), Duration.ofMinutes(61));
    assertEndsAbsolutely(
        Visitor.signedIn(server).browser, Visitor.REALM, Duration.ofMinutes(50), 28);
    HttpDriver operator = operator();
    assertEndsAbsolutely(operator, "/r/operators", Duration.ofMinutes(14), 51);
    signInAsOperator(operator);
    server.clock().advance(Duration.ofMinutes(14));
    operator.get("/r/operators/account").expect(200);
    server.clock().advance(Duration.ofMinutes(15));
    operator.get("/r/operators/account").expect(303);
  }

  /** Silent authorization, refreshes and userinfo go on; the person does nothing. */
  private void assertEndsIdle(Visitor ada, Duration idle) {
    JsonNode tokens = ada.tokens(Ask.of("monitrax-web", "openid"));
    String refresh = tokens.get("refresh_token").asString();
    assertThat(ada.isSignedIn()).isTrue();
    Duration step = Duration.ofMinutes(10);
    for (Duration at = step; at.compareTo(Duration.ofHours(1)) < 0; at = at.plus(step)) {
      server.clock().advance(step);
      JsonNode fresh = ada.refresh("monitrax-web", refresh).expect(200).json();
      refresh = fresh.get("refresh_token").asString();
      ada.userInfo(fresh.get("access_token").asString()).expect(200);
      ada.browser.get(Ask.of("monitrax-web", "openid").with("prompt", "none").path()).expect(303);
    }
    server.clock().advance(idle.minus(Duration.ofMinutes(50)));
    ada.refresh("monitrax-web", refresh).expect(400);
    assertThat(ada.isSignedIn()).isFalse();
  }

  /** In use all the time, and over at the end of its life all the same. */
  private void assertEndsAbsolutely(HttpDriver browser, String realm, Duration step, int steps) {
    for (int i = 0; i < steps; i++) {
      server.clock().advance(step);
      browser.get(realm + "/account").expect(200);
    }
    server.clock().advance(step);
    browser.get(realm + "/account").expect(303);
  }

  private HttpDriver operator() throws Refusal {
    URI base = URI.create("http://127.0.0.1:" + server.base().getPort());
    CryptoProviders providers = CryptoProviders.jdk();
    Csprng random = new Csprng(providers);
    Envelope envelope = new Envelope(providers, random, MasterKey.generate(random));
    URI link =
        new OperatorLink(
                server.database().transactions(server.clock()),
                new AuditLog(envelope, random),
                LinkStore.ofDatabase(),
                new LinkMaker(random, server.clock()),
                PersonStore.ofDatabase())
            .issue(new Site(RealmCatalog.OPERATORS, base));
    HttpDriver browser = HttpDriver.at(base, server.clock());
    browser
        .get(link)
        .form()
        .submit(Map.of("name", "Op", "email", "op@example.com", "password", NEW_PASSWORD))
        .expect(303);
    signInAsOperator(browser);
    return browser;
  }

  private static void signInAsOperator(HttpDriver browser) {
    browser
        .get("/r/operators/sign-in")
        .followAll()
        .form()
        .submit(Map.of("email", "op@example.com", "password", NEW_PASSWORD))
        .expect(303);
  }

  /** Everything a person can hold: two browsers, and in each an offline and a bound grant. */
  private record Everything(
      Visitor here, Visitor there, List<String> refresh, List<String> access) {
    static Everything of(RunningServer server) {
      Visitor here = Visitor.signedIn(server);
      Visitor there = here.elsewhere();
      there.signIn().expect(303);
      List<String> refresh = new ArrayList<>();
      List<String> access = new ArrayList<>();
      for (Visitor each : List.of(here, there)) {
        for (String scope : List.of("openid", "openid offline_access")) {
          JsonNode tokens = each.tokens(Ask.of("monitrax-spa", scope));
          refresh.add(tokens.get("refresh_token").asString());
          access.add(tokens.get("access_token").asString());
          each.userInfo(access.getLast()).expect(200);
        }
      }
      return new Everything(here, there, refresh, access);
    }

    void assertOver(boolean here) {
      assertThat(this.here.isSignedIn()).isEqualTo(here);
      assertThat(there.isSignedIn()).isFalse();
      for (String token : access) {
        this.here.userInfo(token).expect(401);
      }
      for (String token : refresh) {
        assertThat(
                this.here.refresh("monitrax-spa", token).expect(400).json().get("error").asString())
            .isEqualTo("invalid_grant");
      }
    }
  }

  @Test
  @Attack("C5")
  void changeOfPasswordOrAddress_endsEveryOtherSessionAndEveryToken() {
    Everything password = Everything.of(server);
    changePassword(password.here());
    password.assertOver(true);

    Everything address = Everything.of(server);
    String fresh = "new-" + address.here().email;
    address
        .here()
        .browser
        .get(Visitor.REALM + "/account/email")
        .form()
        .submit(Map.of("email", fresh, "password", Visitor.PASSWORD))
        .expect(200);
    URI proof =
        server.mail().await(fresh, "Confirm your new address", PATIENCE).link("/email/confirm");
    address.here().browser.get(proof).form().submit().expect(200);
    address.assertOver(true);

    Everything undone = Everything.of(server);
    String other = "other-" + undone.here().email;
    undone
        .here()
        .browser
        .get(Visitor.REALM + "/account/email")
        .form()
        .submit(Map.of("email", other, "password", Visitor.PASSWORD))
        .expect(200);
    URI confirm =
        server.mail().await(other, "Confirm your new address", PATIENCE).link("/email/confirm");
    undone.here().browser.get(confirm).form().submit().expect(200);
    URI undo =
        server
            .mail()
            .await(undone.here().email, "address was changed", PATIENCE)
            .link("/email/undo");
    server.browser().get(undo).form().submit().expect(200);
    undone.assertOver(false);

    Everything reset = Everything.of(server);
    server
        .browser()
        .get(Visitor.REALM + "/forgot")
        .form()
        .submit(Map.of("email", reset.here().email));
    URI link =
        server.mail().await(reset.here().email, "Choose a new password", PATIENCE).link("/reset");
    server.browser().get(link).form().submit(Map.of("new_password", NEW_PASSWORD)).expect(303);
    reset.assertOver(false);
  }

  @Test
  @Requirement("MON-5.5")
  void people_seeAndEndTheirSessions_andProveThemselvesForWhatIsSensitive() {
    Visitor here = Visitor.signedIn(server);
    Visitor there = here.elsewhere();
    there.signIn().expect(303);
    Page account = here.account().expect(200);
    assertThat(account.text()).contains("This browser");
    assertThat(account.html().select("form[action$=/account/sessions/end]")).hasSize(1);
    account.form("/account/sessions/end").submit().expect(303);
    assertThat(there.isSignedIn()).isFalse();
    assertThat(here.isSignedIn()).isTrue();
    there.signIn().expect(303);
    here.account().form("/account/sessions/end-others").submit().expect(303);
    assertThat(there.isSignedIn()).isFalse();
    assertThat(here.account().html().select("form[action$=/account/sessions/end]")).isEmpty();

    Page password = here.browser.get(Visitor.REALM + "/account/password").expect(200);
    password
        .form()
        .submit(Map.of("password", "not the one it is", "new_password", NEW_PASSWORD))
        .expect(400);
    here.browser
        .get(Visitor.REALM + "/account/email")
        .form()
        .submit(Map.of("email", "new-" + here.email, "password", "not the one it is"))
        .expect(400);
    here.elsewhere().signIn().expect(303);
    changePassword(here);
    here.elsewhere().signIn(NEW_PASSWORD).expect(303);
  }
}
