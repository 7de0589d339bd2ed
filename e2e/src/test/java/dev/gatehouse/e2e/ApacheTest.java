package dev.gatehouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A relying party that is on many machines: Apache's {@code mod_auth_openidc}, as Debian ships it.
 */
@BlackBox
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApacheTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String REALM = "stage06";

  private final Chromium chromium;
  private final int port = Apache.freePort();
  private final URI address = Apache.address(port);
  private final Installation installation =
      Installation.create().with("GATEHOUSE_OUTBOUND_TRUSTED_HOSTS", "127.0.0.1");
  private final RealmClient client = new RealmClient(installation, REALM, "stage06-web");

  ApacheTest(Chromium chromium) {
    this.chromium = chromium;
  }

  @BeforeAll
  void start() {
    Apache.require();
    installation.up();
    installation.apply(
        REALM,
        shipped ->
            shipped
                .replace(
                    "    name: Stage 06\n",
                    "    name: Stage 06\n    backchannel_logout_uri: %s\n"
                        .formatted(address.resolve("/callback?logout=backchannel")))
                .replace("http://127.0.0.1/signed-out", signedOut()));
  }

  private String signedOut() {
    return address.resolve("/signed-out").toString();
  }

  @AfterAll
  void stop() {
    installation.close();
  }

  @Test
  void protectedApplication_claimsInHeaders_signOutThereAndHere() {
    Person person = Person.called("Nuri Aslan").register(installation, REALM);
    try (Apache apache = Apache.start(port, client, "openid email profile projects:read");
        BrowserContext browser = chromium.fresh()) {
      Page page = browser.newPage();
      signIn(page, person);
      assertThat(page.url()).isEqualTo(address.resolve("/projects?open=7").toString());
      assertThat(page.textContent("pre"))
          .as(apache.said())
          .contains("oidc_claim_email: " + person.email() + "\n")
          .contains("oidc_claim_email_verified: 1\n")
          .contains("oidc_claim_name: " + person.name() + "\n")
          .contains("oidc_claim_iss: " + installation.issuer(REALM) + "\n")
          .contains("oidc_claim_sid: ")
          .contains("oidc_access_token: ");

      signOutThere(page);
      signIn(page, person);
      signOutHere(page);
    }
  }

  private void signIn(Page page, Person person) {
    page.navigate(address.resolve("/projects?open=7").toString());
    assertThat(page.url()).startsWith(installation.issuer(REALM) + "/sign-in");
    page.fill("input[name=email]", person.email());
    page.fill("input[name=password]", person.password());
    page.click("main form button.primary");
  }

  /** OpenID Connect RP-Initiated Logout §2: the application ends both sessions. */
  private void signOutThere(Page page) {
    String logout = "/callback?logout=" + URLEncoder.encode(signedOut(), StandardCharsets.UTF_8);
    page.navigate(address.resolve(logout).toString());
    assertThat(page.url()).startsWith(signedOut());
    assertSignedOut(page);
  }

  /** Back-Channel Logout: here, and the application is told and believes it. */
  private void signOutHere(Page page) {
    page.navigate(installation.issuer(REALM) + "/sign-out");
    page.click("main form button.primary");
    Waiting.until(
        "Apache's session ended",
        PATIENCE,
        () -> {
          page.navigate(address.resolve("/projects").toString());
          return page.url().startsWith(installation.issuer(REALM).toString());
        });
    assertSignedOut(page);
  }

  private void assertSignedOut(Page page) {
    page.navigate(installation.issuer(REALM) + "/account");
    assertThat(page.url()).contains("/sign-in");
    page.navigate(address.resolve("/projects").toString());
    assertThat(page.url()).startsWith(installation.issuer(REALM) + "/sign-in");
  }
}
