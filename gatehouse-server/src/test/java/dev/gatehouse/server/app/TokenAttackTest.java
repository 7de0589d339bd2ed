package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.Requirement;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Codes, tokens and links used twice, at once, late, and in each other's place. */
@Tag("database")
class TokenAttackTest {
  @Test
  @Attack("O3")
  void code_redeemedFiftyTimesOnTwoServers_worksOnceAndKillsItsTokens() throws Exception {
    try (RunningServer one = RunningServer.start();
        RunningServer other = one.beside()) {
      Visitor ada = Visitor.signedIn(one);
      Ask ask = Ask.of("monitrax-spa", "openid");
      FormData form = form(ask, ada.code(ask));
      List<Callable<Page>> tries =
          Collections.nCopies(25, List.of(one, other)).stream()
              .flatMap(List::stream)
              .<Callable<Page>>map(
                  node -> () -> node.browser().post(Visitor.REALM + "/oauth2/token", form))
              .toList();
      List<Page> answers = new ArrayList<>();
      try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
        for (Future<Page> answer : threads.invokeAll(tries)) {
          answers.add(answer.get());
        }
      }
      List<Page> successes = answers.stream().filter(page -> page.status() == 200).toList();
      assertThat(successes).hasSize(1);
      // one that could not be answered in time is 503 and tells nothing either
      assertThat(answers.stream().map(Page::status).filter(status -> status != 200))
          .hasSize(49)
          .allMatch(status -> status == 400 || status == 503);
      JsonNode tokens = successes.getFirst().json();
      ada.userInfo(tokens.get("access_token").asString()).expect(401);
      assertReplayKills(one, ada);
    }
  }

  private static void assertReplayKills(RunningServer server, Visitor ada) {
    for (Duration later : List.of(Duration.ZERO, Duration.ofSeconds(30))) {
      Ask ask = Ask.of("monitrax-spa", "openid offline_access");
      String code = ada.code(ask);
      JsonNode tokens = ada.exchange(ask, code).expect(200).json();
      ada.userInfo(tokens.get("access_token").asString()).expect(200);
      server.clock().advance(later);
      assertThat(ada.exchange(ask, code).expect(400).json().get("error").asString())
          .isEqualTo("invalid_grant");
      ada.userInfo(tokens.get("access_token").asString()).expect(401);
      ada.refresh("monitrax-spa", tokens.get("refresh_token").asString()).expect(400);
    }
  }

  private static FormData form(Ask ask, String code) {
    return FormData.of(
        "grant_type",
        "authorization_code",
        "client_id",
        ask.client(),
        "code",
        code,
        "redirect_uri",
        Visitor.CALLBACK,
        "code_verifier",
        ask.pkce().verifier());
  }

  @Test
  @Attack("O19")
  void opaqueValues_inEachOthersPlace_areWorthless() {
    RunningServer server = RunningServer.shared();
    Visitor ada = Visitor.signedIn(server);
    Ask ask = Ask.of("monitrax-spa", "openid offline_access");
    String spent = ada.code(ask);
    String refresh = ada.exchange(ask, spent).expect(200).json().get("refresh_token").asString();
    String code = ada.code(ask);
    String session = ada.browser.cookies().get("__Host-gh-monitrax").orElseThrow().value();
    Visitor bob = Visitor.unknown(server);
    bob.signUp();
    String verify = token(bob.link("/verify"));
    String pushed = pushed(server, ask);
    String posted = posted(server, "authorize", ask);
    String leaving = posted(server, "logout", ask);
    List<String> all = List.of(code, refresh, session, verify, pushed, posted, leaving);
    for (String value : all) {
      expectPosted(ada, value, value.equals(posted), value.equals(leaving));
      if (!value.equals(pushed)) {
        assertThat(ada.browser.get(reference(value)).status()).isEqualTo(400);
      }
      if (!value.equals(code)) {
        ada.exchange(ask, value).expect(400);
      }
      if (!value.equals(refresh)) {
        ada.refresh("monitrax-spa", value).expect(400);
      }
      if (!value.equals(verify)) {
        assertThat(server.browser().get(Visitor.REALM + "/verify?token=" + value).status())
            .isEqualTo(400);
      }
      expectNoLink(server, value);
      if (!value.equals(session)) {
        Page account =
            server
                .browser()
                .request("GET", Visitor.REALM + "/account")
                .header("Cookie", "__Host-gh-monitrax=" + value)
                .send();
        assertThat(account.status()).isEqualTo(303);
      }
      ada.userInfo(value).expect(401);
    }
    ada.exchange(ask, code).expect(200);
    ada.refresh("monitrax-spa", refresh).expect(200);
    Page consent = ada.browser.get(reference(pushed)).expect(200);
    assertThat(Visitor.parameters(consent.form().press("Allow").expect(303))).containsKey("code");
    ada.browser.get(postedAt("authorize", posted)).expect(200);
    ada.browser.get(postedAt("logout", leaving)).expect(200);
  }

  private static void expectNoLink(RunningServer server, String value) {
    for (String path : List.of("/reset", "/email/confirm")) {
      assertThat(server.browser().get(Visitor.REALM + path + "?token=" + value).status())
          .isEqualTo(400);
    }
  }

  /** Neither endpoint takes a reference that it did not give out. */
  private static void expectPosted(
      Visitor visitor, String value, boolean toAuthorize, boolean toLeave) {
    if (!toAuthorize) {
      assertThat(visitor.browser.get(postedAt("authorize", value)).status()).isEqualTo(400);
    }
    if (!toLeave) {
      assertThat(visitor.browser.get(postedAt("logout", value)).status()).isEqualTo(400);
    }
  }

  private static String postedAt(String endpoint, String value) {
    return Visitor.REALM + "/oauth2/" + endpoint + "?posted_request=" + value;
  }

  private static String posted(RunningServer server, String endpoint, Ask ask) {
    URI led =
        server
            .browser()
            .request("POST", Visitor.REALM + "/oauth2/" + endpoint)
            .form(FormData.parse(URI.create(ask.path()).getRawQuery()).without("state"))
            .send()
            .expect(303)
            .location()
            .orElseThrow();
    return led.getRawQuery().substring("posted_request=".length());
  }

  private static String pushed(RunningServer server, Ask ask) {
    String uri =
        server
            .browser()
            .request("POST", Visitor.REALM + "/oauth2/par")
            .asProgram()
            .form(FormData.parse(URI.create(ask.path()).getRawQuery()))
            .send()
            .expect(201)
            .json()
            .get("request_uri")
            .asString();
    return uri.substring(uri.lastIndexOf(':') + 1);
  }

  private static String reference(String value) {
    return Visitor.REALM
        + "/oauth2/authorize?client_id=monitrax-spa&request_uri=urn:ietf:params:oauth:request_uri:"
        + value;
  }

  private static String token(URI link) {
    return Arrays.stream(link.getRawQuery().split("&", -1))
        .filter(pair -> pair.startsWith("token="))
        .map(pair -> pair.substring("token=".length()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @Attack("C8")
  @Requirement("S06-3")
  void database_holdsDigestsOfSecretsOnly() throws SQLException {
    RunningServer server = RunningServer.shared();
    Visitor ada = Visitor.signedIn(server);
    Ask ask = Ask.of("monitrax-spa", "openid offline_access");
    String code = ada.code(ask);
    JsonNode tokens = ada.exchange(ask, code).expect(200).json();
    server.mail().clear();
    ada.browser.get(Visitor.REALM + "/forgot").form().submit(Map.of("email", ada.email));
    String reset = token(ada.link("/reset"));
    List<String> secrets =
        List.of(
            code,
            tokens.get("refresh_token").asString(),
            tokens.get("access_token").asString(),
            ada.browser.cookies().get("__Host-gh-monitrax").orElseThrow().value(),
            reset,
            Visitor.PASSWORD,
            server.webSecret());
    String dump = dump(server);
    for (String secret : secrets) {
      assertThat(dump).doesNotContain(secret);
      assertThat(dump)
          .doesNotContain(HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8)));
      int prefix = secret.indexOf('_');
      if (prefix == 3) {
        byte[] raw = Base64.getUrlDecoder().decode(secret.substring(prefix + 1));
        byte[] random = Arrays.copyOfRange(raw, raw.length - 32, raw.length);
        assertThat(dump).doesNotContain(HexFormat.of().formatHex(random));
      }
    }
    // revoking makes the token useless at once
    ada.browser
        .get(Visitor.REALM + "/account/password")
        .form()
        .submit(
            Map.of(
                "password", Visitor.PASSWORD, "new_password", "eleven loud herons upon the lake"))
        .expect(303);
    ada.refresh("monitrax-spa", tokens.get("refresh_token").asString()).expect(400);
  }

  private static String dump(RunningServer server) throws SQLException {
    StringBuilder dump = new StringBuilder();
    try (Connection connection = server.database().superuser();
        Statement statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT tablename FROM pg_tables WHERE schemaname = 'gatehouse'")) {
        while (rows.next()) {
          tables.add(rows.getString(1));
        }
      }
      for (String table : tables) {
        try (ResultSet rows =
            statement.executeQuery("SELECT t::text FROM gatehouse." + table + " t")) {
          while (rows.next()) {
            dump.append(rows.getString(1)).append('\n');
          }
        }
      }
    }
    return dump.toString();
  }
}
