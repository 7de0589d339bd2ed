package dev.gatehouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.HttpDriver;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Mail scanners open a link before its reader does, and one of them runs scripts. */
@BlackBox
@Tag("browser")
class LinkScannerTest {
  private static final String SESSION = "__Host-gh-monitrax";
  private static final List<String> AGENTS =
      List.of(
          "Mozilla/5.0 (compatible; SafeLinks)",
          "Mozilla/5.0 (compatible; SafeLinks)",
          "Slackbot-LinkExpanding 1.0",
          "Slackbot-LinkExpanding 1.0");

  private final Installation installation;
  private final Chromium chromium;

  LinkScannerTest(Installation installation, Chromium chromium) {
    this.installation = installation;
    this.chromium = chromium;
  }

  @Test
  @Attack("L1")
  void confirmation_openedByScanners_stillWorksOnceForItsReader() {
    Person person = Person.called("Lena Vogt");
    try (BrowserContext reader = chromium.fresh()) {
      Page page = reader.newPage();
      page.navigate(installation.realm() + "/register");
      fill(
          page,
          Map.of(
              "name", person.name(),
              "email", person.email(),
              "organisation", person.organisation(),
              "password", person.password()));
      URI link = mailed(person, "/verify");
      scan(link);
      press(page, link, Map.of());
      assertThat(page.url()).endsWith("/verify/done");
      assertSignedOut(reader);
      assertUsed(page, link);
    }
  }

  @Test
  @Attack("L1")
  void reset_openedByScanners_stillWorksOnceForItsReader() {
    Person person = Person.called("Emil Kraus").register(installation);
    installation.mail().clear();
    try (BrowserContext reader = chromium.fresh()) {
      Page page = reader.newPage();
      page.navigate(installation.realm() + "/forgot");
      fill(page, Map.of("email", person.email()));
      URI link = mailed(person, "/reset");
      scan(link);
      String fresh = "new-" + person.password();
      press(page, link, Map.of("new_password", fresh));
      assertSignedOut(reader);
      assertUsed(page, link);
      page.navigate(installation.realm() + "/sign-in");
      fill(page, Map.of("email", person.email(), "password", fresh));
      assertThat(page.url()).endsWith("/account");
    }
  }

  private URI mailed(Person person, String path) {
    return installation.mail().await(person.email(), Person.MAIL_PATIENCE).link(path);
  }

  /** HEAD, then five times GET by three agents; none of them becomes anybody. */
  private void scan(URI link) {
    try (HttpDriver scanner = installation.browser()) {
      var head = scanner.request("HEAD", link.toString()).send().expect(200);
      assertThat(head.headers("Set-Cookie")).noneMatch(LinkScannerTest::isSession);
    }
    for (String agent : AGENTS) {
      try (HttpDriver scanner = installation.browser()) {
        var page =
            scanner
                .request("GET", link.toString())
                .header("User-Agent", agent)
                .send()
                .followWithin()
                .expect(200);
        assertThat(page.headers("Set-Cookie")).noneMatch(LinkScannerTest::isSession);
        assertThat(scanner.cookies().get(SESSION)).isEmpty();
      }
    }
    try (BrowserContext scanner = chromium.fresh()) {
      Page page = scanner.newPage();
      page.navigate(link.toString());
      page.waitForFunction("document.readyState === 'complete'");
      assertThat(page.locator("main form button.primary").count()).isEqualTo(1);
      assertSignedOut(scanner);
    }
  }

  private static boolean isSession(String cookie) {
    return cookie.startsWith(SESSION + "=");
  }

  private static void assertSignedOut(BrowserContext browser) {
    assertThat(browser.cookies().stream().map(cookie -> cookie.name)).doesNotContain(SESSION);
  }

  private static void press(Page page, URI link, Map<String, String> fields) {
    page.navigate(link.toString());
    fill(page, fields);
  }

  private static void fill(Page page, Map<String, String> fields) {
    fields.forEach((name, value) -> page.fill("input[name=" + name + "]", value));
    page.click("main form button.primary");
  }

  private static void assertUsed(Page page, URI link) {
    assertThat(page.navigate(link.toString()).status()).isEqualTo(400);
    assertThat(page.title()).contains("no longer works");
  }
}
