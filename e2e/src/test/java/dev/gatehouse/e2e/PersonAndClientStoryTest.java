package dev.gatehouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.gatehouse.testkit.CaughtMail;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * From the first visit to the last, by a real browser and by a client nobody here wrote, and what
 * the record says of it.
 */
@BlackBox
@Tag("browser")
class PersonAndClientStoryTest {
  private final Installation installation;
  private final Chromium chromium;
  private final Person person = Person.called("Ada Brunner");
  private BrowserContext browser;
  private Page page;
  private String principal = "";

  PersonAndClientStoryTest(Installation installation, Chromium chromium) {
    this.installation = installation;
    this.chromium = chromium;
    this.browser = chromium.fresh();
    this.page = browser.newPage();
  }

  @BeforeEach
  void begin() {
    browser.close();
    browser = chromium.fresh();
    page = browser.newPage();
  }

  @AfterEach
  void end() {
    browser.close();
  }

  @Test
  void story_fromRegistrationToRecord_everyStepWorksAndIsRecorded() {
    register();
    verify();
    signInAtConfidentialClient();
    signInAtPublicClientWithTheSameSession();
    signOut();
    recordShowsEveryStep();
  }

  private void register() {
    page.navigate(installation.realm() + "/register");
    fill("name", person.name());
    fill("email", person.email());
    fill("organisation", person.organisation());
    fill("password", person.password());
    submit();
    assertThat(page.textContent("main")).contains(person.email());
  }

  private void verify() {
    CaughtMail mail = installation.mail().await(person.email(), Person.MAIL_PATIENCE);
    page.navigate(mail.link("/verify").toString());
    submit();
    assertThat(page.url()).startsWith(installation.realm().toString());
  }

  private void signInAtConfidentialClient() {
    Map<String, Object> settings = new HashMap<>(settings("monitrax-web"));
    settings.put("clientSecret", installation.secret("monitrax-web"));
    settings.put("grace", true);
    try (OpenIdClient client = OpenIdClient.start(settings)) {
      JsonNode authorize = client.expect("authorize");
      page.navigate(authorize.path("url").asString());
      if (page.locator("input[name=password]").count() > 0) {
        fill("email", person.email());
        fill("password", person.password());
        submit();
      }
      allow("Monitrax Web");
      expectWholeExchange(client, authorize, "monitrax-web", true);
    }
  }

  private void signInAtPublicClientWithTheSameSession() {
    try (OpenIdClient client = OpenIdClient.start(settings("monitrax-spa"))) {
      JsonNode authorize = client.expect("authorize");
      page.navigate(authorize.path("url").asString());
      assertThat(page.locator("input[name=password]").count()).isZero();
      allow("Monitrax Dashboard");
      expectWholeExchange(client, authorize, "monitrax-spa", false);
    }
  }

  private Map<String, ?> settings(String clientId) {
    return Map.of("issuer", installation.realm().toString(), "clientId", clientId);
  }

  private void allow(String application) {
    assertThat(page.textContent("h1")).contains(application);
    page.click("button[value=allow]");
  }

  private void expectWholeExchange(
      OpenIdClient client, JsonNode authorize, String clientId, boolean grace) {
    JsonNode redeemed = client.expect("redeemed");
    assertThat(page.url()).startsWith(authorize.path("callback").asString());
    assertThat(redeemed.at("/claims/iss").asString()).isEqualTo(installation.realm().toString());
    assertThat(redeemed.at("/claims/aud").asString()).isEqualTo(clientId);
    principal = redeemed.at("/claims/sub").asString();
    assertThat(redeemed.path("scope").asString().split(" "))
        .containsExactlyInAnyOrder("openid", "profile", "email", "offline_access");
    assertThat(redeemed.path("expiresIn").asInt()).isEqualTo(900);
    JsonNode userInfo = client.expect("userinfo");
    assertThat(userInfo.at("/claims/email").asString()).isEqualTo(person.email());
    assertThat(userInfo.at("/claims/email_verified").asBoolean()).isTrue();
    assertThat(userInfo.at("/claims/name").asString()).isEqualTo(person.name());
    if (grace) {
      assertThat(client.expect("retried").path("same").asBoolean()).isTrue();
    }
    assertThat(client.expect("refreshed").path("rotated").asBoolean()).isTrue();
    JsonNode reused = client.expect("reused");
    assertThat(reused.path("old").asString()).isEqualTo("invalid_grant");
    assertThat(reused.path("newest").asString()).isEqualTo("invalid_grant");
    assertThat(reused.path("userinfo").asString()).isEqualTo("invalid_token");
    client.expectEnd();
  }

  private void signOut() {
    page.navigate(installation.realm() + "/account");
    assertThat(page.textContent("main")).contains(person.email());
    page.navigate(installation.realm() + "/sign-out");
    submit();
    page.navigate(installation.realm() + "/account");
    assertThat(page.url()).contains("/sign-in");
  }

  private void recordShowsEveryStep() {
    List<JsonNode> records = installation.export("monitrax");
    List<String> acts =
        records.stream()
            .filter(record -> text(record, "principal").equals(principal))
            .map(record ->
                String.join(
                        " ",
                        text(record, "type"),
                        text(record, "outcome"),
                        text(record, "reason"),
                        text(record, "client"))
                    .strip())
            .toList();
    assertThat(acts)
        .containsSubsequence(
            "person.registered success",
            "address.verified success",
            "session.signed_in success",
            "consent.decided success  monitrax-web",
            "code.issued success  monitrax-web",
            "token.issued success  monitrax-web",
            "token.refreshed success  monitrax-web",
            "token.refreshed refused refresh_reused monitrax-web",
            "token.used refused access_token_revoked monitrax-web",
            "code.issued success  monitrax-spa",
            "token.refreshed refused refresh_reused monitrax-spa",
            "session.signed_out success");
  }

  private static String text(JsonNode record, String member) {
    return record.path(member).asString("");
  }

  private void fill(String field, String value) {
    page.fill("input[name=" + field + "]", value);
  }

  private void submit() {
    page.click("main form button.primary");
  }
}
