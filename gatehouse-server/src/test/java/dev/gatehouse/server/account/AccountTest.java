package dev.gatehouse.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.ledger.AuditRecord;
import dev.gatehouse.ledger.Outcome;
import dev.gatehouse.server.client.ClientRegistry;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.TestBrowser;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.login.SignInFixture;
import dev.gatehouse.server.oauth.consent.Applications;
import dev.gatehouse.server.oauth.family.OfflineSessions;
import dev.gatehouse.server.realm.RealmCatalog;
import dev.gatehouse.server.session.SessionGate;
import dev.gatehouse.server.session.SignedIn;
import dev.gatehouse.testkit.Attack;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class AccountTest {
  private final SignInFixture house = new SignInFixture();
  private final TenantId acme = house.tenant("acme");
  private final TenantId globex = house.tenant("globex");
  private final PrincipalId ada = house.person(acme, "ada@acme.example");
  private final OfflineSessions grants = OfflineSessions.ofDatabase(house.revocations);
  private final Applications applications =
      Applications.ofDatabase(
          house.revocations,
          new ClientRegistry(RealmCatalog.of(List.of(SignInFixture.realmFile(house.realm)))));
  private final AccountOf accounts =
      new AccountOf(house.transactions, house.accounts, house.sessions, SignInFixture::realmFile);
  private final AccountPage page =
      new AccountPage(accounts, applications, house.devices, house.sessionFrames, house.renderer);
  private final SessionActions actions = new SessionActions(accounts, house.audit, grants);

  /** An application that may act for the person while they are away; its name is its id. */
  private UUID offline(PrincipalId person, UUID session, String client) {
    UUID family = house.random.uuid();
    house.database.execute(
        """
        INSERT INTO gatehouse.token_family (tenant_id, family_id, realm_id, client_id, principal_id,
          session_id, offline, scopes, digest, rs, rotated_at, created_at, idle_expires_at, expires_at,
          ip, user_agent)
        SELECT tenant_id, ?, realm_id, ?, ?, session_id, true, '{openid}', decode('00', 'hex'), rs,
          created_at, created_at, created_at + interval '1 hour', created_at + interval '1 hour', ip,
          user_agent
        FROM gatehouse.session WHERE session_id = ?
        """,
        family,
        client,
        person.value(),
        session);
    return family;
  }

  private TestBrowser signedIn(String address) throws Refusal {
    TestBrowser browser = house.browser();
    house.signIn(browser, address, SignInFixture.PASSWORD);
    return browser;
  }

  private Optional<SignedIn> who(TestBrowser browser) throws Refusal {
    return house.gate.find(browser.exchange());
  }

  private String show(TestBrowser browser) throws Refusal {
    return ((Answer.Page) browser.get(house.gate.protect(page::show), "")).html();
  }

  private Answer post(TestBrowser browser, SessionGate.Handler act, Map<String, String> fields)
      throws Refusal {
    Answer shown = browser.get(house.signOutPage::show, "");
    Map<String, String> form = new HashMap<>(fields);
    form.put("csrf", SignInFixture.hidden(shown, "csrf"));
    return browser.post(house.gate.protect(act), form);
  }

  @Test
  void show_sessions_areListedInWordsWithTheCurrentOneMarkedAndNoSecret() throws Refusal {
    TestBrowser phone = signedIn("ada@acme.example");
    house.clock.advance(Duration.ofMinutes(5));
    TestBrowser here = signedIn("ada@acme.example");
    String html = show(here);
    assertThat(html).contains("Chrome", "Linux", "192.0.2.7");
    assertThat(html).contains(who(phone).orElseThrow().id().toString());
    assertThat(html.split("This browser", -1)).hasSize(2);
    assertThat(html)
        .doesNotContain(
            phone.cookie(house.cookie("")).orElseThrow(),
            here.cookie(house.cookie("")).orElseThrow());
    post(here, actions::end, Map.of("session", who(phone).orElseThrow().id().toString()));
    assertThat(who(phone)).isEmpty();
    assertThat(who(here)).isPresent();
    assertThat(house.records(acme))
        .extracting(AuditRecord::type)
        .containsExactly("session.signed_in", "session.signed_in", "session.revoked");
  }

  @Test
  @Attack("C6")
  void end_sessionOfAnotherPersonOrTenantOrNone_isTheSameNotFound() throws Refusal {
    house.person(acme, "bob@acme.example");
    house.person(globex, "eve@globex.example");
    TestBrowser here = signedIn("ada@acme.example");
    TestBrowser bob = signedIn("bob@acme.example");
    TestBrowser eve = signedIn("eve@globex.example");
    List<String> ids =
        List.of(
            who(bob).orElseThrow().id().toString(),
            who(eve).orElseThrow().id().toString(),
            house.random.uuid().toString(),
            "no id at all");
    for (String id : ids) {
      int before = house.records(acme).size();
      assertThatThrownBy(() -> post(here, actions::end, Map.of("session", id)))
          .isInstanceOfSatisfying(
              Refusal.class,
              refusal -> {
                assertThat(refusal.reason()).isEqualTo(Reason.SESSION_UNKNOWN);
                assertThat(refusal.code().status()).isEqualTo(404);
                assertThat(refusal.publicMessage())
                    .isEqualTo(Reason.SESSION_UNKNOWN.publicMessage());
              });
      List<AuditRecord> records = house.records(acme);
      assertThat(records).hasSize(before + 1);
      assertThat(records.getLast().outcome()).isEqualTo(Outcome.REFUSED);
    }
    assertThat(who(bob)).isPresent();
    assertThat(who(eve)).isPresent();
    String html = show(here);
    assertThat(html)
        .doesNotContain(ids.get(0), ids.get(1), here.cookie(house.cookie("")).orElseThrow());
  }

  @Test
  void endOthers_severalSessions_leavesTheOneAtHand() throws Refusal {
    house.person(acme, "bob@acme.example");
    TestBrowser bob = signedIn("bob@acme.example");
    TestBrowser one = signedIn("ada@acme.example");
    TestBrowser two = signedIn("ada@acme.example");
    TestBrowser here = signedIn("ada@acme.example");
    Answer answer = post(here, actions::endOthers, Map.of());
    assertThat(((Answer.SeeOther) answer).location())
        .hasToString(house.address("/account?done=other_sessions_ended"));
    assertThat(who(one)).isEmpty();
    assertThat(who(two)).isEmpty();
    assertThat(who(here)).isPresent();
    assertThat(who(bob)).isPresent();
    assertThat(house.records(acme).getLast().type()).isEqualTo("session.all_revoked");
  }

  @Test
  void endAccess_ownOrForeign_endsOnlyOnesOwn() throws Refusal {
    PrincipalId bob = house.person(acme, "bob@acme.example");
    TestBrowser here = signedIn("ada@acme.example");
    TestBrowser there = signedIn("bob@acme.example");
    UUID own = offline(ada, who(here).orElseThrow().id().value(), "Ledger <b>App");
    UUID foreign = offline(bob, who(there).orElseThrow().id().value(), "other");
    assertThat(show(here)).contains("Ledger &lt;b&gt;App").doesNotContain(foreign.toString());
    assertThatThrownBy(() -> post(here, actions::endAccess, Map.of("session", foreign.toString())))
        .isInstanceOf(Refusal.class);
    post(here, actions::endAccess, Map.of("session", own.toString()));
    assertThat(show(here)).doesNotContain(own.toString());
    assertThat(show(there)).contains(foreign.toString());
    assertThat(house.records(acme).getLast().type()).isEqualTo("token.family_revoked");
  }

  @Test
  void protect_nobodySignedIn_leadsAGetToTheSignInAndRefusesAPost() throws Refusal {
    TestBrowser stranger = house.browser();
    Answer answer = stranger.get(house.gate.protect(page::show), "");
    String location = ((Answer.SeeOther) answer).location().toString();
    assertThat(location).startsWith(house.address("/sign-in?journey="));
    Answer form =
        stranger.get(house.signInPage::show, location.substring(location.indexOf('?') + 1));
    assertThat(form.status()).isEqualTo(200);
    assertThatThrownBy(() -> stranger.post(house.gate.protect(actions::endOthers), Map.of()))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.SESSION_ABSENT));
  }

  @Test
  void act_cookieStolenBeforeTheSecretChanged_doesNothing() throws Refusal {
    TestBrowser here = signedIn("ada@acme.example");
    TestBrowser there = signedIn("ada@acme.example");
    SignedIn stolen = who(here).orElseThrow();
    // between the look at the cookie and the act the person changes their password
    UUID spared = who(there).orElseThrow().id().value();
    house.inOrRefused(acme, tx -> house.sessions.rotate(tx, stolen));
    Map<String, String> row = Map.of("session", spared.toString());
    stale(() -> here.post(exchange -> actions.end(exchange, stolen), row));
    stale(() -> here.post(exchange -> actions.endOthers(exchange, stolen), Map.of()));
    assertThat(who(there)).isPresent();
  }

  private static void stale(ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(Reason.SESSION_ENDED));
  }

  @Test
  void protect_formOfAnotherSession_isRefused() throws Refusal {
    TestBrowser other = signedIn("ada@acme.example");
    TestBrowser here = signedIn("ada@acme.example");
    Answer theirs = other.get(house.signOutPage::show, "");
    Map<String, String> form = Map.of("csrf", SignInFixture.hidden(theirs, "csrf"));
    assertThatThrownBy(() -> here.post(house.gate.protect(actions::endOthers), form))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(Reason.CSRF_FAILED));
    assertThat(who(other)).isPresent();
  }

  @Test
  void protect_sessionEnded_isToldApartFromNone() throws Refusal {
    TestBrowser here = signedIn("ada@acme.example");
    house.clock.advance(Duration.ofMinutes(61));
    assertThatThrownBy(() -> here.post(house.gate.protect(actions::endOthers), Map.of()))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(Reason.SESSION_ENDED));
  }

  @Test
  void show_done_tellsOnlyWhatWeKnow() throws Refusal {
    TestBrowser here = signedIn("ada@acme.example");
    Answer told = here.get(house.gate.protect(page::show), "done=session_ended");
    assertThat(((Answer.Page) told).html()).contains("That browser is signed out.");
    Answer foreign = here.get(house.gate.protect(page::show), "done=%3Cscript%3E");
    assertThat(((Answer.Page) foreign).html()).doesNotContain("script%3E", "<script>");
  }
}
