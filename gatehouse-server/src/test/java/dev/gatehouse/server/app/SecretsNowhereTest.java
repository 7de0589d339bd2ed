package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.PersonalReading;
import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.server.audit.LoggedRecord;
import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.Form;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.Page;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * A whole story with secrets that nobody else has, right ones and wrong ones; then they are looked
 * for everywhere that outlives it.
 */
@Tag("database")
class SecretsNowhereTest {
  private static final String REALM = Visitor.REALM;
  private static final String WRONG = "canary wrong password 7f3a9c";
  private static final String NEXT = "canary next password 51d0e8 otters";
  private static final String RESET = "canary reset password 9b2244 herons";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Set<String> secrets =
      new LinkedHashSet<>(List.of(Visitor.PASSWORD, WRONG, NEXT, RESET));
  private final List<String> errors = new ArrayList<>();

  @Test
  @Attack("A6")
  void secretsOfAStory_standInNoLogRecordErrorOrDump() throws IOException {
    try (CapturedLog log = new CapturedLog();
        RunningServer server = RunningServer.start()) {
      secrets.add(server.webSecret());
      secrets.add(server.firstPartySecret());
      Visitor ada = account(server);
      tokens(ada);
      links(ada);
      wrongOnes(ada);
      String tenant =
          DatabaseState.rows(
                  server,
                  "SELECT tenant_id::text FROM gatehouse.tenant WHERE name = '"
                      + ada.organisation
                      + "'")
              .getFirst();
      StringBuilder records = new StringBuilder();
      for (LoggedRecord logged : OpenedRecords.of(server, tenant)) {
        records.append(new String(logged.bytes(), StandardCharsets.UTF_8));
        if (logged.personal() instanceof PersonalReading.Opened opened) {
          records.append(opened.fields().values());
        }
      }
      assertThat(records.length()).isGreaterThan(2000);
      String dump = DatabaseState.dump(server);
      server.stopServer();
      assertThat(secrets).hasSizeGreaterThan(15);
      assertNowhere(log.text(), "the log");
      assertNowhere(records.toString(), "the records, opened");
      assertNowhere(String.join("\n", errors), "an error's body");
      assertNowhere(dump + DatabaseState.dump(server), "the database");
    }
  }

  private void assertNowhere(String text, String where) {
    for (String secret : secrets) {
      for (String spelling : spellings(secret)) {
        assertThat(text.contains(spelling)).as("%s in %s", secret, where).isFalse();
      }
    }
  }

  /** As it is, and as it would look encoded on its way. */
  private static List<String> spellings(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    List<String> all =
        new ArrayList<>(
            List.of(
                secret,
                URLEncoder.encode(secret, StandardCharsets.UTF_8),
                HexFormat.of().formatHex(bytes),
                Base64.getEncoder().withoutPadding().encodeToString(bytes)));
    if (secret.matches("gh[a-z]_.*")) {
      byte[] raw = Base64.getUrlDecoder().decode(secret.substring(4));
      all.add(HexFormat.of().formatHex(Arrays.copyOfRange(raw, raw.length - 32, raw.length)));
    }
    return all;
  }

  private Visitor account(RunningServer server) {
    Visitor ada = Visitor.unknown(server);
    ada.signUp().expect(200);
    URI link = ada.link("/verify");
    kept(link);
    noted(ada.signIn());
    ada.browser.get(link).expect(200).form().submit().expect(303);
    noted(ada.signIn(WRONG));
    ada.signIn().expect(303);
    cookies(ada.browser);
    return ada;
  }

  private void tokens(Visitor ada) {
    for (String client : List.of("monitrax-spa", "monitrax-web")) {
      Ask ask = Ask.of(client, "openid email offline_access");
      String code = ada.code(ask);
      JsonNode tokens = ada.exchange(ask, code).expect(200).json();
      secrets.add(code);
      secrets.add(ask.pkce().verifier());
      for (String name : List.of("access_token", "refresh_token", "id_token")) {
        secrets.add(tokens.get(name).asString());
      }
      String refresh = tokens.get("refresh_token").asString();
      JsonNode fresh = ada.refresh(client, refresh).expect(200).json();
      secrets.add(fresh.get("refresh_token").asString());
      secrets.add(fresh.get("access_token").asString());
      noted(ada.exchange(ask, code).expect(400));
      noted(ada.refresh(client, refresh));
      noted(ada.userInfo(tokens.get("access_token").asString()));
    }
  }

  private void links(Visitor ada) {
    ada.server.mail().clear();
    ada.browser.get(REALM + "/forgot").form().submit(Map.of("email", ada.email));
    URI reset = ada.link("/reset");
    kept(reset);
    Form form = ada.server.browser().get(reset).expect(200).form();
    form.submit(Map.of("new_password", "short")).expect(400);
    form.submit(Map.of("new_password", RESET)).expect(303);
    noted(form.submit(Map.of("new_password", RESET)).expect(400));
    ada.signIn(RESET).expect(303);
    cookies(ada.browser);
    ada.browser
        .get(REALM + "/account/password")
        .form()
        .submit(Map.of("password", RESET, "new_password", NEXT))
        .expect(303);
    cookies(ada.browser);
    ada.server.mail().clear();
    ada.browser
        .get(REALM + "/account/email")
        .form()
        .submit(Map.of("email", "new-" + ada.email, "password", NEXT))
        .expect(200);
    kept(ada.server.mail().await("new-" + ada.email, PATIENCE).link("/email/confirm"));
  }

  /** Right secrets in wrong places, where a careless message would quote them. */
  private void wrongOnes(Visitor ada) {
    HttpDriver browser = ada.server.browser();
    for (String secret : List.copyOf(secrets)) {
      noted(browser.get(REALM + "/verify?" + FormData.of("token", secret).encode()));
      noted(browser.get(REALM + "/sign-in?" + FormData.of("journey", secret).encode()));
      noted(browser.get(REALM + "/sign-in?" + FormData.of("access_token", secret).encode()));
      noted(browser.get("/none/" + URLEncoder.encode(secret, StandardCharsets.UTF_8)));
      noted(
          browser.post(
              REALM + "/oauth2/token", FormData.of("client_id", "x", "client_secret", secret)));
      noted(
          browser
              .request("GET", REALM + "/oauth2/userinfo")
              .header("Authorization", "Bearer " + secret)
              .send());
      noted(
          browser
              .request("POST", REALM + "/oauth2/token")
              .basic("monitrax-web", secret + "x")
              .form(FormData.of("grant_type", "refresh_token", "refresh_token", secret))
              .send());
    }
  }

  private void noted(Page page) {
    if (page.status() >= 400) {
      errors.add(page.headers("WWW-Authenticate") + page.body());
    }
  }

  private void kept(URI link) {
    secrets.add(link.toString());
    secrets.add(link.getRawQuery().substring("token=".length()));
  }

  private void cookies(HttpDriver browser) {
    browser.cookies().all().stream()
        .filter(cookie -> !cookie.name().endsWith("-org"))
        .forEach(cookie -> secrets.add(cookie.value()));
  }
}
