package dev.gatehouse.server.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.ledger.AuditRecord;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.TestBrowser;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class SignOutPageTest {
  private final SignInFixture house = new SignInFixture();
  private final TenantId acme = house.tenant("acme");

  private TestBrowser signedIn() throws Refusal {
    house.person(acme, "ada@acme.example");
    TestBrowser browser = house.browser();
    house.signIn(browser, "ada@acme.example", SignInFixture.PASSWORD);
    return browser;
  }

  @Test
  void show_signedIn_asksAndEndsNothing() throws Refusal {
    TestBrowser browser = signedIn();
    Answer.Page page = (Answer.Page) browser.get(house.signOutPage::show, "");
    assertThat(page.html())
        .contains("ada@acme.example", "action=\"" + house.site.path("/sign-out") + "\"");
    assertThat(house.gate.find(browser.exchange())).isPresent();
  }

  @Test
  void send_signedIn_endsTheSessionAndLeavesNothingInTheBrowser() throws Refusal {
    TestBrowser browser = signedIn();
    TestBrowser copy = browser.stolen();
    Answer page = browser.get(house.signOutPage::show, "");
    Answer done =
        browser.post(house.signOutPage::send, Map.of("csrf", SignInFixture.hidden(page, "csrf")));
    assertThat(((Answer.SeeOther) done).location()).hasToString(house.address("/sign-out"));
    assertThat(house.gate.find(copy.exchange())).isEmpty();
    assertThat(browser.cookie(house.cookie(""))).isEmpty();
    assertThat(browser.cookie(house.cookie("-browser"))).isEmpty();
    assertThat(house.records(acme))
        .extracting(AuditRecord::type)
        .containsExactly("session.signed_in", "session.signed_out");
    Answer.Page after = (Answer.Page) browser.get(house.signOutPage::show, "");
    assertThat(after.html()).contains("href=\"" + house.site.path("/sign-in") + "\"");
  }

  @Test
  void send_formOfAnother_isRefusedAndTheSessionLives() throws Refusal {
    TestBrowser browser = signedIn();
    for (Map<String, String> form :
        java.util.List.of(Map.<String, String>of(), Map.of("csrf", "x"))) {
      assertThatThrownBy(() -> browser.post(house.signOutPage::send, form))
          .isInstanceOfSatisfying(
              Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(Reason.CSRF_FAILED));
    }
    assertThat(house.gate.find(browser.exchange())).isPresent();
  }

  @Test
  void send_nobodySignedIn_leadsToTheSamePage() throws Refusal {
    Answer done = house.browser().post(house.signOutPage::send, Map.of());
    assertThat(done.status()).isEqualTo(303);
    assertThat(house.records(acme)).isEmpty();
  }
}
