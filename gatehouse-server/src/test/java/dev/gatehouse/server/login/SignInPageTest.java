package dev.gatehouse.server.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.ledger.AuditRecord;
import dev.gatehouse.ledger.Outcome;
import dev.gatehouse.server.credential.FailedSignIns;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.TestBrowser;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.session.SignedIn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("database")
class SignInPageTest {
  private static final String PASSWORD = SignInFixture.PASSWORD;

  private final SignInFixture house = new SignInFixture();
  private final String sessionCookie = house.cookie("");
  private final String browserCookie = house.cookie("-browser");
  private final String rememberedCookie = house.cookie("-org");
  private final TenantId acme = house.tenant("acme");
  private final TenantId globex = house.tenant("globex");

  private Optional<SignedIn> signedIn(TestBrowser browser) throws Refusal {
    return house.gate.find(browser.exchange());
  }

  private static String location(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.SeeOther.class);
    return ((Answer.SeeOther) answer).location().toString();
  }

  @Test
  void send_rightPassword_startsASessionAndLeadsToTheAccount() throws Refusal {
    PrincipalId ada = house.person(acme, "ada@acme.example");
    TestBrowser browser = house.browser();
    assertThat(location(house.signIn(browser, "Ada@ACME.example ", PASSWORD)))
        .isEqualTo(house.address("/account"));
    SignedIn signedIn = signedIn(browser).orElseThrow();
    assertThat(signedIn.principal()).isEqualTo(ada);
    assertThat(signedIn.tenant()).isEqualTo(acme);
    assertThat(house.records(acme))
        .singleElement()
        .satisfies(record -> {
          assertThat(record.type()).isEqualTo("session.signed_in");
          assertThat(record.outcome()).isEqualTo(Outcome.SUCCESS);
          assertThat(record.toString()).doesNotContain("ada@");
        });
    assertThat(house.records(TenantId.ownOf(house.realm))).isEmpty();
  }

  @Test
  void send_everyKindOfAccount_readsTheSameAndCostsExactlyOneHash() throws Refusal {
    house.person(acme, "right@acme.example");
    house.person(acme, "locked@acme.example");
    PrincipalId disabled = house.person(acme, "disabled@acme.example");
    house.unverified(acme, "unverified@acme.example");
    house.person(globex, "suspended@globex.example");
    PrincipalId bare = house.person(acme, "bare@acme.example");
    house.in(
        acme,
        tx -> {
          house.persons.disable(tx, disabled);
          house.passwords.remove(tx, bare);
          return true;
        });
    house.database.execute(
        "UPDATE gatehouse.tenant SET status = 'suspended' WHERE tenant_id = ?", globex.value());
    TestBrowser guesser = house.browser();
    for (int i = 0; i < FailedSignIns.FREE; i++) {
      house.signIn(guesser, "locked@acme.example", "wrong");
    }
    Map<String, Reason> expected = new LinkedHashMap<>();
    expected.put("nobody@acme.example", Reason.ADDRESS_UNKNOWN);
    expected.put("right@acme.example", Reason.PASSWORD_WRONG);
    expected.put("locked@acme.example", Reason.ACCOUNT_LOCKED);
    expected.put("disabled@acme.example", Reason.ACCOUNT_DISABLED);
    expected.put("unverified@acme.example", Reason.ADDRESS_UNVERIFIED);
    expected.put("suspended@globex.example", Reason.TENANT_SUSPENDED);
    expected.put("bare@acme.example", Reason.PASSWORD_ABSENT);

    List<Answer.Page> answers = new ArrayList<>();
    for (Map.Entry<String, Reason> one : expected.entrySet()) {
      TestBrowser browser = house.browser();
      boolean wrong = one.getValue() == Reason.PASSWORD_WRONG;
      Map<String, String> form = house.form(browser, one.getKey(), wrong ? "wrong" : PASSWORD);
      int recordsBefore = records().size();
      house.hashes.set(0);
      Answer answer = browser.post(house.signInPage::send, form);
      assertThat(house.hashes).as(one.getKey()).hasValue(1);
      assertThat(signedIn(browser)).isEmpty();
      assertThat(browser.cookie(sessionCookie)).isEmpty();
      assertThat(browser.cookie(rememberedCookie)).isEmpty();
      List<AuditRecord> records = records();
      assertThat(records).hasSize(recordsBefore + 1);
      assertThat(records)
          .anySatisfy(record -> assertThat(record.reason()).contains(one.getValue().id()));
      answers.add(neutral((Answer.Page) answer, form));
    }
    assertThat(answers).allSatisfy(answer -> assertThat(answer).isEqualTo(answers.getFirst()));
    assertThat(answers.getFirst().status()).isEqualTo(400);
  }

  private List<AuditRecord> records() {
    List<AuditRecord> all = new ArrayList<>(house.records(acme));
    all.addAll(house.records(globex));
    all.addAll(house.records(TenantId.ownOf(house.realm)));
    return all;
  }

  /** Without what differs because the senders differ: their address and their form's tokens. */
  private static Answer.Page neutral(Answer.Page page, Map<String, String> form) {
    String html = page.html();
    for (String field : List.of("csrf", "journey", "email")) {
      html = html.replace(java.util.Objects.requireNonNull(form.get(field)), field);
    }
    return new Answer.Page(page.status(), html, page.formTargets());
  }

  @ParameterizedTest
  @CsvSource({"acme,acme", "GLOBEX,globex", "' Globex ',globex"})
  void send_organisationTyped_choosesThatAccount(String typed, String slug) throws Refusal {
    house.person(acme, "ada@example.com");
    house.person(globex, "ada@example.com");
    TestBrowser browser = house.browser();
    Map<String, String> form = house.form(browser, "ada@example.com", PASSWORD);
    form.put("organisation", typed);
    browser.post(house.signInPage::send, form);
    assertThat(signedIn(browser).orElseThrow().organisationSlug()).isEqualTo(slug);
  }

  @Test
  void send_unknownOrganisation_isTheSameAnswerForOneHash() throws Refusal {
    house.person(acme, "ada@example.com");
    TestBrowser browser = house.browser();
    Map<String, String> form = house.form(browser, "ada@example.com", PASSWORD);
    form.put("organisation", "nowhere");
    house.hashes.set(0);
    assertThat(browser.post(house.signInPage::send, form).status()).isEqualTo(400);
    assertThat(house.hashes).hasValue(1);
    assertThat(house.records(TenantId.ownOf(house.realm)))
        .singleElement()
        .satisfies(record -> assertThat(record.reason()).contains("organisation_unknown"));
  }

  @Test
  void send_tenantEntry_choosesThatTenantUntilAnotherIsTyped() throws Refusal {
    house.person(acme, "ada@example.com");
    house.person(globex, "ada@example.com");
    TestBrowser browser = house.browser();
    String entered = location(browser.get(house.signInPage::enter, "", Map.of("slug", "globex")));
    Answer page = browser.get(house.signInPage::show, entered.substring(entered.indexOf('?') + 1));
    browser.post(house.signInPage::send, house.form(browser, page, "ada@example.com", PASSWORD));
    assertThat(signedIn(browser).orElseThrow().organisationSlug()).isEqualTo("globex");
  }

  @Test
  void enter_unknownTenant_looksLikeAnyOther() throws Refusal {
    TestBrowser browser = house.browser();
    String entered = location(browser.get(house.signInPage::enter, "", Map.of("slug", "nowhere")));
    assertThat(entered).matches(house.address("/sign-in") + "\\?journey=[0-9a-f-]{36}");
  }

  @Test
  void send_againInTheSameBrowser_staysInTheRememberedTenant() throws Refusal {
    house.person(acme, "ada@example.com");
    house.person(globex, "ada@example.com");
    TestBrowser first = house.browser();
    Map<String, String> form = house.form(first, "ada@example.com", PASSWORD);
    form.put("organisation", "acme");
    first.post(house.signInPage::send, form);
    house.clock.advance(java.time.Duration.ofMinutes(1));
    TestBrowser second = house.browser();
    form = house.form(second, "ada@example.com", PASSWORD);
    form.put("organisation", "globex");
    second.post(house.signInPage::send, form);

    house.signIn(first, "ada@example.com", PASSWORD);
    assertThat(signedIn(first).orElseThrow().organisationSlug()).isEqualTo("acme");
    TestBrowser forged = house.browser();
    forged.plant(rememberedCookie, acme + ".AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    house.clock.advance(java.time.Duration.ofMinutes(1));
    house.signIn(second, "ada@example.com", PASSWORD);
    house.signIn(forged, "ada@example.com", PASSWORD);
    assertThat(signedIn(forged).orElseThrow().organisationSlug()).isEqualTo("globex");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''               | secret  | problem.email-missing
          not an address   | secret  | problem.email-invalid
          ada@acme.example | ''      | problem.password-missing
          """)
  void send_fieldThatCannotBeRight_isToldBeforeAnyHash(String email, String password, String key)
      throws Refusal {
    TestBrowser browser = house.browser();
    Map<String, String> form = house.form(browser, email, password);
    house.hashes.set(0);
    Answer answer = browser.post(house.signInPage::send, form);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(house.hashes).hasValue(0);
    assertThat(key).startsWith("problem.");
    assertThat(((Answer.Page) answer).html()).contains("aria-invalid=\"true\"");
    assertThat(records()).isEmpty();
  }

  @Test
  void send_tooLongPassword_isToldBeforeAnyHash() throws Refusal {
    TestBrowser browser = house.browser();
    Map<String, String> form = house.form(browser, "ada@acme.example", "a".repeat(129));
    house.hashes.set(0);
    assertThat(browser.post(house.signInPage::send, form).status()).isEqualTo(400);
    assertThat(house.hashes).hasValue(0);
  }

  @Test
  void send_hashOfAnotherCost_isRenewedAndStillOpens() throws Refusal {
    PrincipalId ada = house.withOutdatedHash(acme, "ada@acme.example");
    house.signIn(house.browser(), "ada@acme.example", PASSWORD);
    String renewed = house.in(acme, tx -> house.passwords.find(tx, ada)).orElseThrow();
    assertThat(renewed).contains("m=64,t=1,p=1");
    house.hashes.set(0);
    TestBrowser browser = house.browser();
    house.signIn(browser, "ada@acme.example", PASSWORD);
    assertThat(house.hashes).hasValue(1);
    assertThat(signedIn(browser)).isPresent();
  }

  @Test
  void send_rightPassword_clearsTheCountOfWrongOnes() throws Refusal {
    house.person(acme, "ada@acme.example");
    TestBrowser browser = house.browser();
    for (int round = 0; round < 3; round++) {
      for (int i = 1; i < FailedSignIns.FREE; i++) {
        house.signIn(browser, "ada@acme.example", "wrong");
      }
      house.signIn(browser, "ada@acme.example", PASSWORD);
      assertThat(signedIn(browser)).isPresent();
    }
  }

  @Test
  void send_plantedCookies_neverBecomeTheSession() throws Refusal {
    house.person(acme, "ada@acme.example");
    house.person(acme, "eve@acme.example");
    TestBrowser eve = house.browser();
    house.signIn(eve, "eve@acme.example", PASSWORD);
    String planted = eve.cookie(sessionCookie).orElseThrow();
    TestBrowser victim = house.browser();
    victim.plant(sessionCookie, planted);
    victim.plant(browserCookie, eve.cookie(browserCookie).orElseThrow());
    Map<String, String> form = house.form(victim, "ada@acme.example", PASSWORD);
    TestBrowser accomplice = victim.stolen();
    victim.post(house.signInPage::send, form);
    assertThat(signedIn(victim).orElseThrow().email()).isEqualTo("ada@acme.example");
    assertThat(victim.cookie(sessionCookie)).isPresent().get().isNotEqualTo(planted);
    assertThat(victim.cookie(browserCookie)).isNotEqualTo(eve.cookie(browserCookie));
    // the planted session was this browser's and has ended; nobody else got the new one
    assertThat(signedIn(eve)).isEmpty();
    assertThat(signedIn(accomplice)).isEmpty();
    assertThatThrownBy(
            () -> accomplice.get(house.signInPage::show, "journey=" + form.get("journey")))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.JOURNEY_UNKNOWN));
  }

  @Test
  void send_twiceInOneBrowser_endsTheSessionBefore() throws Refusal {
    house.person(acme, "ada@acme.example");
    house.person(globex, "eve@globex.example");
    TestBrowser browser = house.browser();
    house.signIn(browser, "ada@acme.example", PASSWORD);
    TestBrowser copy = browser.stolen();
    house.signIn(browser, "eve@globex.example", PASSWORD);
    assertThat(signedIn(browser).orElseThrow().email()).isEqualTo("eve@globex.example");
    assertThat(signedIn(copy)).isEmpty();
    assertThat(house.records(acme))
        .extracting(AuditRecord::type)
        .containsExactly("session.signed_in", "session.revoked");
  }

  @Test
  void send_twiceInOneTenant_endsTheSessionBeforeInTheSameTransaction() throws Refusal {
    house.person(acme, "ada@acme.example");
    TestBrowser browser = house.browser();
    house.signIn(browser, "ada@acme.example", PASSWORD);
    house.signIn(browser, "ada@acme.example", PASSWORD);
    List<String> writers =
        house.in(
            acme,
            tx ->
                tx.read()
                    .createQuery("SELECT DISTINCT xmin::text FROM session")
                    .mapTo(String.class)
                    .list());
    assertThat(writers).as("one transaction wrote the new row and the end of the old").hasSize(1);
    assertThat(house.records(acme))
        .extracting(AuditRecord::type)
        .containsExactlyInAnyOrder("session.signed_in", "session.signed_in", "session.revoked");
  }

  @Test
  void send_withoutOurForm_isRefusedBeforeAnyHash() throws Refusal {
    house.person(acme, "ada@acme.example");
    TestBrowser browser = house.browser();
    Map<String, String> form = house.form(browser, "ada@acme.example", PASSWORD);
    house.hashes.set(0);
    Map<String, String> unsigned = new java.util.HashMap<>(form);
    unsigned.remove("csrf");
    refused(browser, unsigned, Reason.CSRF_FAILED);
    refused(house.browser(), form, Reason.CSRF_FAILED);
    TestBrowser other = house.browser();
    other.get(house.signInPage::show, "");
    refused(other, form, Reason.CSRF_FAILED);
    refused(browser.stolen().saying("Sec-Fetch-Site", "cross-site"), form, Reason.CROSS_SITE);
    refused(browser.stolen().saying("Origin", "https://evil.example"), form, Reason.CROSS_SITE);
    assertThat(house.hashes).hasValue(0);
  }

  private void refused(TestBrowser browser, Map<String, String> form, Reason reason) {
    assertThatThrownBy(() -> browser.post(house.signInPage::send, form))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "https://evil.example"
      })
  void continueParameter_anyAddress_isDropped(String elsewhere) throws Refusal {
    house.person(acme, "ada@acme.example");
    TestBrowser browser = house.browser();
    String query =
        "continue="
            + java.net.URLEncoder.encode(elsewhere, java.nio.charset.StandardCharsets.UTF_8);
    Answer page = browser.get(house.signInPage::show, query);
    assertThat(((Answer.Page) page).html()).doesNotContain("evil.example", "javascript:");
    Map<String, String> form = house.form(browser, page, "ada@acme.example", PASSWORD);
    Map<String, String> extended = new java.util.HashMap<>(form);
    extended.put("continue", elsewhere);
    refused(browser, extended, Reason.PARAMETER_UNKNOWN);
    assertThat(location(browser.post(house.signInPage::send, form)))
        .isEqualTo(house.address("/account"));
  }

  @Test
  void show_journeyWithARequest_goesOnAtAuthorize() throws Refusal {
    house.person(acme, "ada@acme.example");
    TestBrowser browser = house.browser();
    var exchange = browser.exchange();
    var bound = dev.gatehouse.server.http.Browser.of(exchange, house.random);
    JourneyId id =
        house.journeys.begin(
            exchange,
            bound,
            Map.of(
                "client_id",
                "nobody",
                "redirect_uri",
                "https://app.example/callback",
                "login_hint",
                "ada@acme.example"));
    browser.keep(exchange);
    Answer page = browser.get(house.signInPage::show, "journey=" + id);
    assertThat(((Answer.Page) page).formTargets())
        .containsExactly(java.net.URI.create("https://app.example/callback"));
    assertThat(((Answer.Page) page).html()).contains("value=\"ada@acme.example\"");
    String next =
        location(
            browser.post(
                house.signInPage::send, house.form(browser, page, "ada@acme.example", PASSWORD)));
    assertThat(next).isEqualTo(house.address("/oauth2/authorize/resume?journey=") + id);
    assertThat(location(browser.get(house.signInPage::show, "journey=" + id))).isEqualTo(next);
  }
}
