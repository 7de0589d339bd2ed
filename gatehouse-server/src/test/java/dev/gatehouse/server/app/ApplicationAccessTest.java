package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.AuditRecord;
import dev.gatehouse.ledger.Outcome;
import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.testkit.Form;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.Page;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a person gives to applications, sees of it and takes back, over HTTP. */
@Tag("database")
class ApplicationAccessTest {
  private static final String WITHDRAW = Visitor.REALM + "/account/applications/withdraw";
  private static final String WEB = "monitrax-web";
  private static final String SPA = "monitrax-spa";
  private static final Ask ASK = Ask.of(SPA, "openid email offline_access finances:read");

  @AutoClose
  private static final RunningServer server =
      RunningServer.changed(
          Map.of(
              "    name: Monitrax Dashboard",
              "    name: Monitrax Dashboard\n    logo: monitrax.svg\n    apis: [monitrax]",
              "offline_access]\n    refresh_grace: 0s",
              "offline_access, finances:read]\n    refresh_grace: 0s"));

  private static final List<String> WORDS =
      List.of(
          "Know that it’s you",
          "See your e-mail address",
          "Keep this access while you’re away",
          "See your properties, income, loans and investments");

  @Test
  void consent_scopesAndClaims_areToldInTheWordsOfTheRealm() {
    Visitor ada = Visitor.signedIn(server);
    Page asked = ada.browser.get(ASK.path()).followAll().expect(200);
    assertThat(asked.text()).contains("Monitrax Dashboard asks for access").contains(WORDS);
    assertThat(asked.html().select("img[src=/assets/realms/monitrax.svg]")).isNotEmpty();
    ada.browser.get("/assets/realms/monitrax.svg").expect(200);
  }

  @Test
  void account_applicationWithConsent_isListedInWordsAndNobodyElses() {
    Visitor ada = Visitor.signedIn(server);
    Visitor bob = Visitor.signedIn(server);
    assertThat(ada.account().text()).contains("When you let an application use your data");
    JsonNode tokens = ada.tokens(ASK);
    server.clock().advance(Duration.ofMinutes(7));
    ada.refresh(SPA, text(tokens, "refresh_token")).expect(200);
    Page account = ada.account().expect(200);
    assertThat(account.text())
        .contains("Monitrax Dashboard Allowed 7 minutes ago · last used just now")
        .contains("While you’re away, given in")
        .contains(WORDS)
        .doesNotContain("Part of Monitrax");
    assertThat(account.html().select("img.picture[src=/assets/realms/monitrax.svg]")).hasSize(1);
    assertThat(bob.account().text()).doesNotContain("Monitrax Dashboard");
    assertThat(ada.browser.get(Visitor.REALM + "/account?ui_locales=de").text())
        .contains("Zugriff entziehen", "Ihre E-Mail-Adresse sehen");
  }

  @Test
  void consent_remembered_perClientAndScope() {
    Visitor ada = Visitor.signedIn(server);
    ada.authorize(Ask.of(WEB, "openid email"));
    assertThat(silently(ada, Ask.of(WEB, "openid email"))).containsKey("code");
    assertThat(silently(ada, Ask.of(WEB, "email"))).containsKey("code");
    assertThat(silently(ada, Ask.of(WEB, "openid email profile")))
        .containsEntry("error", "consent_required");
    assertThat(silently(ada, Ask.of(SPA, "openid email")))
        .containsEntry("error", "consent_required");
    ada.authorize(Ask.of(WEB, "openid profile"));
    assertThat(silently(ada, Ask.of(WEB, "openid email profile"))).containsKey("code");
  }

  @Test
  void consent_toWhatAnyProgramMayBe_isAskedEachTime() {
    Visitor ada = Visitor.signedIn(server);
    for (int time = 0; time < 2; time++) {
      Page asked = ada.browser.get(ASK.path()).followAll().expect(200);
      assertThat(asked.text()).contains("Monitrax Dashboard asks for access");
      assertThat(Visitor.parameters(asked.form().press("Allow").expect(303))).containsKey("code");
      assertThat(silently(ada, ASK)).containsEntry("error", "consent_required");
    }
    assertThat(ada.account().text()).contains("Monitrax Dashboard");
  }

  @Test
  void consent_thatTheDatabaseGaveUpOnce_isGivenAndRecordedOnce() {
    Visitor ada = Visitor.signedIn(server);
    Page asked = ada.browser.get(ASK.path()).followAll().expect(200);
    server.database().execute("CREATE SEQUENCE gatehouse.given_up");
    server
        .database()
        .execute(
            """
            CREATE FUNCTION gatehouse.give_up_once() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
            BEGIN
              IF nextval('gatehouse.given_up') = 1 THEN
                RAISE EXCEPTION 'given up for a test' USING ERRCODE = '40P01';
              END IF;
              RETURN NEW;
            END $$
            """);
    server
        .database()
        .execute(
            """
            CREATE TRIGGER give_up_once BEFORE INSERT ON gatehouse.authorization_code
            FOR EACH ROW EXECUTE FUNCTION gatehouse.give_up_once()
            """);
    try {
      assertThat(Visitor.parameters(asked.form().press("Allow").expect(303))).containsKey("code");
    } finally {
      server.database().execute("DROP TRIGGER give_up_once ON gatehouse.authorization_code");
      server.database().execute("DROP FUNCTION gatehouse.give_up_once");
      server.database().execute("DROP SEQUENCE gatehouse.given_up");
    }
    assertThat(ada.recorded()).containsOnlyOnce("consent.decided", "code.issued");
  }

  @Test
  void withdraw_endsEverythingTheApplicationHas_andItMustAskAgain() {
    Visitor ada = Visitor.signedIn(server);
    Visitor bob = Visitor.signedIn(server);
    JsonNode away = ada.tokens(ASK);
    JsonNode here = ada.tokens(Ask.of(SPA, "openid email"));
    JsonNode other = ada.tokens(Ask.of("monitrax-web", "openid offline_access"));
    JsonNode bobs = bob.tokens(ASK);
    String code = ada.code(ASK);
    ada.userInfo(text(here, "access_token")).expect(200);

    withdraw(ada, SPA).submit().expect(303).follow().expect(200);

    for (JsonNode tokens : List.of(away, here)) {
      assertThat(error(ada.refresh(SPA, text(tokens, "refresh_token")))).isEqualTo("invalid_grant");
      ada.userInfo(text(tokens, "access_token")).expect(401);
      assertThat(introspect(text(tokens, "access_token"))).isEqualTo("{\"active\":false}");
    }
    assertThat(error(ada.exchange(ASK, code))).isEqualTo("invalid_grant");
    assertThat(silently(ada, ASK)).containsEntry("error", "consent_required");
    assertThat(ada.browser.get(ASK.path()).followAll().expect(200).text())
        .contains("Monitrax Dashboard asks for access");
    assertThat(ada.account().text()).doesNotContain("Monitrax Dashboard");
    AuditRecord record = last(ada, "consent.withdrawn");
    assertThat(record.outcome()).isEqualTo(Outcome.SUCCESS);

    ada.refresh("monitrax-web", text(other, "refresh_token")).expect(200);
    bob.refresh(SPA, text(bobs, "refresh_token")).expect(200);
    ada.tokens(ASK);
    ada.userInfo(text(ada.tokens(ASK), "access_token")).expect(200);
  }

  @Test
  void withdraw_applicationWithoutAccess_isNotFoundLikeOneThatIsNone() {
    Visitor ada = Visitor.signedIn(server);
    ada.tokens(ASK);
    Form form = withdraw(ada, SPA);
    for (String client : List.of("monitrax-web", "nobody", "a".repeat(500), "<b>")) {
      Page page = form.with(form.data().set("client", client)).submit();
      assertThat(page.status()).as(client).isEqualTo(404);
      assertThat(page.text()).contains("There’s nothing here");
    }
    assertThat(last(ada, "consent.withdrawn").outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(ada.account().text()).contains("Monitrax Dashboard");
  }

  @Test
  void withdraw_sessionEndedMeanwhile_doesNothing() {
    Visitor ada = Visitor.signedIn(server);
    ada.tokens(ASK);
    Form form = withdraw(ada, SPA);
    Visitor elsewhere = ada.elsewhere();
    elsewhere.signIn().expect(303);
    elsewhere.account().form(Visitor.REALM + "/account/sessions/end-others").submit().expect(303);
    assertThat(form.submit().status()).isEqualTo(401);
    assertThat(elsewhere.account().text()).contains("Monitrax Dashboard");
  }

  @Test
  void firstParty_isNeverAsked_andListedOnlyWhileItKeepsAccess() {
    Visitor ada = Visitor.signedIn(server);
    JsonNode here = ada.tokens(Ask.of("monitrax-first", "openid email"));
    assertThat(ada.account().text()).doesNotContain("Part of Monitrax");
    JsonNode away = ada.tokens(Ask.of("monitrax-first", "openid offline_access"));
    assertThat(ada.account().text()).contains("Part of Monitrax", "End access");
    Page told = withdraw(ada, "monitrax-first").submit().expect(303).follow();
    assertThat(told.text()).contains("The application’s access has ended.");
    for (JsonNode tokens : List.of(away, here)) {
      assertThat(error(ada.refresh("monitrax-first", text(tokens, "refresh_token"))))
          .isEqualTo("invalid_grant");
    }
    assertThat(silently(ada, Ask.of("monitrax-first", "openid"))).containsKey("code");

    // it may ask all the same (OpenID Connect Core §3.1.2.1); then there is something to take back
    ada.authorize(Ask.of("monitrax-first", "openid").with("prompt", "consent"));
    Page again = withdraw(ada, "monitrax-first").submit().expect(303).follow();
    assertThat(again.text()).contains("The application’s access has ended.");
    assertThat(silently(ada, Ask.of("monitrax-first", "openid"))).containsKey("code");
  }

  @RepeatedTest(8)
  void withdraw_besideACodeThatIsBeingMade_leavesNoneThatIsWorthAnything() {
    Visitor ada = Visitor.signedIn(server);
    Ask ask = Ask.of(WEB, "openid email offline_access");
    ada.authorize(ask);
    Form form = withdraw(ada, WEB);
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      var answer = CompletableFuture.supplyAsync(() -> silently(ada, ask), both);
      var gone = CompletableFuture.supplyAsync(form::submit, both);
      gone.join().expect(303);
      String code = answer.join().get("code");
      if (code != null) {
        assertThat(error(ada.exchange(ask, code))).isEqualTo("invalid_grant");
      } else {
        assertThat(answer.join()).containsEntry("error", "consent_required");
      }
    }
  }

  private static Form withdraw(Visitor visitor, String client) {
    return visitor.account().expect(200).forms().stream()
        .filter(form -> form.action().getPath().equals(WITHDRAW))
        .filter(form -> form.data().first("client").orElseThrow().equals(client))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, String> silently(Visitor visitor, Ask ask) {
    return Visitor.parameters(visitor.browser.get(ask.with("prompt", "none").path()).expect(303));
  }

  private static String introspect(String token) {
    return server
        .browser()
        .request("POST", Visitor.REALM + "/oauth2/introspect")
        .asProgram()
        .form(FormData.of("token", token))
        .basic("monitrax-api", server.secret("monitrax-api"))
        .send()
        .expect(200)
        .body();
  }

  private static AuditRecord last(Visitor visitor, String type) {
    return Records.of(server, visitor.organisation).stream()
        .filter(record -> record.type().equals(type))
        .reduce((one, other) -> other)
        .orElseThrow();
  }

  private static String error(Page page) {
    return page.expect(400).json().get("error").asString();
  }

  private static String text(JsonNode tokens, String member) {
    return Objects.requireNonNull(tokens.get(member)).asString();
  }
}
