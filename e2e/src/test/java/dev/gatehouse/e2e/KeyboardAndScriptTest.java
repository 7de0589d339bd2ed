package dev.gatehouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Signing in without a mouse, and without JavaScript. */
@BlackBox
@Tag("browser")
class KeyboardAndScriptTest {
  private static final int MOST_STOPS = 20;

  /** Names the focused element, or says why a person would not see that it is focused. */
  private static final String FOCUSED =
      """
      () => {
        const one = document.activeElement;
        if (one === document.body) return "";
        const style = getComputedStyle(one);
        const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
        const name = one.name || one.textContent.trim() || one.getAttribute("aria-label") || one.tagName;
        return ring ? name : "no ring on " + one.outerHTML.slice(0, 120);
      }
      """;

  private final Installation installation;
  private final Chromium chromium;

  KeyboardAndScriptTest(Installation installation, Chromium chromium) {
    this.installation = installation;
    this.chromium = chromium;
  }

  @Test
  void tab_reachesEveryControlInReadingOrder_withAVisibleRing() {
    try (BrowserContext browser = chromium.fresh()) {
      Page page = browser.newPage();
      page.navigate(installation.realm() + "/sign-in");
      // The address has the focus from the start; what stands before it is one step back.
      page.keyboard().press("Shift+Tab");
      assertThat(page.evaluate(FOCUSED)).isEqualTo("Skip to content");
      Set<String> stops = new LinkedHashSet<>();
      for (int i = 0; i < MOST_STOPS; i++) {
        page.keyboard().press("Tab");
        String focused = (String) page.evaluate(FOCUSED);
        if (focused.isEmpty()) {
          break;
        }
        stops.add(focused);
      }
      assertThat(stops).noneMatch(stop -> stop.startsWith("no ring"));
      assertThat(stops)
          .startsWith("email", "password", "Show password")
          .endsWith("Sign in", "Create an account")
          .hasSizeGreaterThanOrEqualTo(7);
    }
  }

  @Test
  void signIn_byKeyboardAlone_opensTheAccount() {
    Person person = Person.called("Ada Brunner").register(installation);
    try (BrowserContext browser = chromium.fresh()) {
      Page page = browser.newPage();
      page.navigate(installation.realm() + "/sign-in");
      assertThat(page.evaluate("document.activeElement.name")).isEqualTo("email");
      page.keyboard().type(person.email());
      page.keyboard().press("Tab");
      page.keyboard().type(person.password());
      page.keyboard().press("Enter");
      page.waitForURL("**/account");
      assertThat(page.textContent("main")).contains(person.email());
    }
  }

  @Test
  void refusedSignIn_putsTheFocusOnTheSummary_andKeepsTheAddress() {
    try (BrowserContext browser = chromium.fresh()) {
      Page page = browser.newPage();
      page.navigate(installation.realm() + "/sign-in");
      page.fill("input[name=email]", "nobody@brunner.example");
      page.fill("input[name=password]", "a wrong pass phrase");
      page.keyboard().press("Enter");
      page.waitForSelector(".summary");
      assertThat(page.evaluate("document.activeElement.className")).isEqualTo("summary");
      assertThat(page.inputValue("input[name=email]")).isEqualTo("nobody@brunner.example");
    }
  }

  @Test
  void withoutJavaScript_aPersonSignsUpInAndOut() {
    Person person = Person.called("Nora Weiss");
    try (BrowserContext browser =
        chromium.fresh(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
      Page page = browser.newPage();
      page.navigate(installation.realm() + "/register");
      page.fill("input[name=name]", person.name());
      page.fill("input[name=email]", person.email());
      page.fill("input[name=organisation]", person.organisation());
      page.fill("input[name=password]", person.password());
      submit(page);
      page.navigate(
          installation
              .mail()
              .await(person.email(), Person.MAIL_PATIENCE)
              .link("/verify")
              .toString());
      submit(page);
      page.navigate(installation.realm() + "/account");
      if (page.url().contains("/sign-in")) {
        page.fill("input[name=email]", person.email());
        page.fill("input[name=password]", person.password());
        submit(page);
      }
      assertThat(page.textContent("main")).contains(person.email());
      page.navigate(installation.realm() + "/sign-out");
      submit(page);
      page.navigate(installation.realm() + "/account");
      assertThat(page.url()).contains("/sign-in");
    }
  }

  private static void submit(Page page) {
    page.click("main form button.primary");
  }
}
