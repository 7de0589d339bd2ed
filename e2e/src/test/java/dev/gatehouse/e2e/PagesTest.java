package dev.gatehouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every page a person sees, in every state we can bring about, looked at by {@link PageCheck}. */
@BlackBox
@Tag("browser")
class PagesTest {
  private final Installation installation;
  private final PageCheck check = new PageCheck();
  private final BrowserContext browser;
  private final Page page;
  private final List<String> complaints = new ArrayList<>();

  PagesTest(Installation installation, Chromium chromium) {
    this.installation = installation;
    this.browser = chromium.fresh();
    this.page = browser.newPage();
    // What the browser refuses by our own policy ends up here, and so does every script error.
    page.onConsoleMessage(message -> {
      if (message.type().equals("error") && !message.text().contains("the server responded with")) {
        complaints.add(message.text());
      }
    });
    page.onPageError(complaints::add);
  }

  @AfterEach
  void nothingWasComplainedOf() {
    browser.close();
    assertThat(complaints).isEmpty();
  }

  @Test
  void signingUp() {
    Person person = Person.called("Mira Novak");
    open("/register");
    check.look(page, "register");
    submit(Map.of("email", "not an address", "password", "short"));
    check.look(page, "register-problems");
    submit(
        Map.of(
            "name", person.name(),
            "email", person.email(),
            "organisation", person.organisation(),
            "password", person.password()));
    check.look(page, "register-check-mail");
    String link =
        installation.mail().await(person.email(), Person.MAIL_PATIENCE).link("/verify").toString();
    page.navigate(link);
    check.look(page, "verify");
    submit(Map.of());
    check.look(page, "verify-done");
    page.navigate(link);
    check.look(page, "verify-used");
  }

  @Test
  void verifyingInAnotherBrowser() {
    Person person = Person.called("Lea Frei");
    open("/register");
    submit(
        Map.of(
            "name", person.name(),
            "email", person.email(),
            "organisation", person.organisation(),
            "password", person.password()));
    String link =
        installation.mail().await(person.email(), Person.MAIL_PATIENCE).link("/verify").toString();
    browser.clearCookies();
    page.navigate(link);
    check.look(page, "verify-other-browser");
  }

  @Test
  void signingInAndOut() {
    Person person = Person.called("Ada Brunner").register(installation);
    open("/sign-in");
    check.look(page, "sign-in");
    submit(Map.of("email", person.email(), "password", "wrong-" + person.password()));
    check.look(page, "sign-in-refused");
    submit(Map.of("email", person.email(), "password", person.password()));
    open("/account");
    check.look(page, "account");
    open("/account/password");
    check.look(page, "change-password");
    submit(Map.of("password", person.password(), "new_password", "short"));
    check.look(page, "change-password-problems");
    open("/account/email");
    check.look(page, "change-email");
    open("/sign-out");
    check.look(page, "sign-out");
    submit(Map.of());
    check.look(page, "signed-out");
  }

  @Test
  void forgettingThePassword() {
    Person person = Person.called("Jonas Keller").register(installation);
    open("/forgot");
    check.look(page, "forgot");
    installation.mail().clear();
    submit(Map.of("email", person.email()));
    check.look(page, "forgot-check-mail");
    String link =
        installation.mail().await(person.email(), Person.MAIL_PATIENCE).link("/reset").toString();
    page.navigate(link);
    check.look(page, "reset");
    submit(Map.of("new_password", "new-" + person.password()));
    check.look(page, "reset-done");
    open("/resend");
    check.look(page, "resend");
  }

  @Test
  void allowingAnApplication() {
    Person person = Person.called("Nora Weiss").register(installation);
    open("/sign-in");
    submit(Map.of("email", person.email(), "password", person.password()));
    // the last page sends itself, so that only without its script it stands still
    page.route("**/*.js", PagesTest::answerNothing);
    authorize("&response_mode=form_post");
    check.look(page, "consent");
    page.click("main form button.primary");
    check.look(page, "form-post");
    open("/account");
    check.look(page, "account-with-application");
    authorize("&prompt=select_account");
    check.look(page, "account-choice");
  }

  private void authorize(String more) {
    page.navigate(
        installation.realm()
            + "/oauth2/authorize?response_type=code&client_id=monitrax-spa"
            + "&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcallback&scope=openid%20profile%20email"
            + "&state=s&nonce=n&code_challenge_method=S256"
            + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
            + more);
  }

  private static void answerNothing(Route route) {
    route.fulfill(new Route.FulfillOptions().setStatus(200).setContentType("text/plain"));
  }

  @Test
  void losingTheWay() {
    open("/verify?token=nonsense");
    check.look(page, "error-link");
    page.navigate(
        installation.realm()
            + "/oauth2/authorize?response_type=code&client_id=nobody&redirect_uri=http://x.example/");
    check.look(page, "error-application");
  }

  @Test
  void operators_signInAtAnAddressOfTheirOwn() {
    page.navigate(installation.address() + "/r/operators/sign-in");
    check.look(page, "operators-sign-in");
    assertThat(browser.cookies())
        .filteredOn(cookie -> cookie.name.startsWith("__Host-"))
        .isNotEmpty()
        .allSatisfy(cookie -> {
          assertThat(cookie.secure).isTrue();
          assertThat(cookie.httpOnly).isTrue();
          assertThat(cookie.domain).isEqualTo("127.0.0.1");
        });
  }

  private void open(String path) {
    page.navigate(installation.realm() + path);
  }

  private void submit(Map<String, String> fields) {
    fields.forEach((name, value) -> page.fill("input[name=" + name + "]", value));
    page.click("main form button.primary");
  }
}
