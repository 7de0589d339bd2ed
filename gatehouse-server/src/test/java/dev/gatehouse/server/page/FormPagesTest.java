package dev.gatehouse.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.page.SamplePages.Person;
import dev.gatehouse.server.page.text.Language;
import dev.gatehouse.server.page.text.MessageCatalogue;
import dev.gatehouse.server.page.text.Messages;
import dev.gatehouse.server.page.view.Page;
import java.util.Map;
import java.util.Objects;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

class FormPagesTest {
  private static final Messages ENGLISH = MessageCatalogue.load().in(Language.ENGLISH);
  private static final Map<String, Page> SAMPLES =
      SamplePages.of(SamplePages.MONITRAX, ENGLISH, Person.ANNA);

  @Test
  void register_withErrors_sumsThemUpWithFocusAndRepeatsThemAtTheFields() {
    Document page = page("register-errors");
    assertThat(page.select(".summary[role=alert][tabindex=-1][autofocus]")).hasSize(1);
    assertThat(page.select(".summary a").eachAttr("href"))
        .containsExactly("#name", "#email", "#password");
    assertThat(page.select("[aria-invalid=true]").eachAttr("id"))
        .containsExactly("name", "email", "password");
    assertThat(page.select("#password").attr("aria-describedby"))
        .isEqualTo("password-problem password-help");
    assertThat(page.select("#password-problem").text()).contains("15 characters");
    assertThat(page.title()).startsWith("Please check:");
  }

  @Test
  void register_withErrors_losesNothingTyped() {
    Document page = page("register-errors");
    assertThat(page.select("#email").attr("value")).isEqualTo(Person.ANNA.email());
    assertThat(page.select("#name").attr("value")).isEqualTo(Person.ANNA.name());
    assertThat(page.select("#organisation").attr("value")).isEqualTo(Person.ANNA.organisation());
  }

  @Test
  void signIn_first_focusesTheAddressAndHidesTheOrganisation() {
    Document page = page("sign-in");
    assertThat(page.select("#email[autofocus]").attr("autocomplete"))
        .isEqualTo("username webauthn");
    assertThat(page.select("#password").attr("autocomplete")).isEqualTo("current-password");
    assertThat(page.select("details[open]")).isEmpty();
    assertThat(page.select("input[name=journey]").attr("value")).isEqualTo("journey-id");
  }

  @Test
  void signIn_failed_namesNoFieldAndOffersTheMailAgain() {
    Document page = page("sign-in-failed");
    assertThat(page.select("[aria-invalid]")).isEmpty();
    assertThat(page.select(".summary a").eachAttr("href")).containsExactly("/r/x/resend");
  }

  @Test
  void signIn_fromAnApplication_saysWhichAndOpensTheKnownOrganisation() {
    Document page = page("sign-in-application");
    assertThat(page.select(".lead").text()).isEqualTo("to continue to Household Budget");
    assertThat(page.select("details[open] #organisation").attr("value"))
        .isEqualTo("Berger household");
    assertThat(page.select("#password[autofocus]")).hasSize(1);
  }

  @Test
  void verify_sameBrowser_isOneButton() {
    Document page = page("verify-same-browser");
    assertThat(page.select("form")).hasSize(1);
    assertThat(page.select("input:not([type=hidden])")).isEmpty();
    assertThat(page.select("button").text()).isEqualTo("Confirm my address");
  }

  @Test
  void verify_otherBrowser_asksForThePasswordAndOffersToDiscard() {
    Document page = page("verify-other-browser");
    assertThat(page.select("form").first()).isNotNull();
    assertThat(page.select("#password")).hasSize(1);
    assertThat(page.select("form[action=/r/x/verify/discard] button").text())
        .isEqualTo("I didn’t ask for this");
    assertThat(page.select("form input[name=token]")).hasSize(2);
  }

  @Test
  void consent_anyApplication_saysWhoAsksWhoIsAskedAndWhatFor() {
    Document page = page("consent");
    assertThat(page.select("h1").text()).isEqualTo("Household Budget asks for access");
    assertThat(page.select(".facts").text()).contains("Anna Berger", "Berger household");
    assertThat(page.select(".ticks li").eachText())
        .contains("See your income", "See your e-mail address", "Use “loan.read”");
    assertThat(page.select("button[name=decision]").eachAttr("value"))
        .containsExactly("allow", "cancel");
  }

  @Test
  void account_severalSessions_marksTheCurrentAndEndsTheOthers() {
    Document page = page("account");
    assertThat(page.select(".row:has(.tag:contains(This browser)) .name").text())
        .isEqualTo("Chrome on Linux This browser");
    assertThat(page.select("form[action$=/sessions/end] input[name=session]").eachAttr("value"))
        .containsExactly("s2", "s3");
    assertThat(page.select("form[action$=/access/end] input[name=session]").eachAttr("value"))
        .containsExactly("o1");
    assertThat(page.select(".row:has(.tag:contains(This browser)) time").text())
        .isEqualTo("2 minutes ago");
    assertThat(page.select(".row:has(.tag:contains(This browser)) time").attr("title"))
        .isEqualTo("22 November 2026, 14:00 UTC");
  }

  @Test
  void account_onlyThisSession_offersNothingToEnd() {
    Document page = page("account-alone");
    assertThat(page.select("form")).isEmpty();
    assertThat(page.select(".notice[role=status]").text()).isNotBlank();
  }

  @Test
  void error_anyKind_showsCodeAndRequestId() {
    Document page = page("error-internal");
    assertThat(page.select("code").eachText()).containsExactly("invalid_request", "7f3c9a2e4b1d");
  }

  private static Document page(String name) {
    return Jsoup.parse(new PageRenderer().render(Objects.requireNonNull(SAMPLES.get(name))));
  }
}
