package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.AuditRecord;
import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.Page;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is tried on accounts: guessing who is there, taking over links, sending strange names. */
@Tag("database")
class PeopleAttackTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private final RunningServer server = RunningServer.shared();

  @Test
  void signIn_answersTheSameForEveryCause() {
    Visitor existing = Visitor.registered(server);
    Visitor disabled = Visitor.registered(server);
    server
        .database()
        .execute(
            "UPDATE gatehouse.principal SET status = 'disabled' WHERE principal_id = (SELECT principal_id FROM gatehouse.email_address WHERE address = ?)",
            disabled.email);
    Visitor unverified = Visitor.unknown(server);
    unverified.signUp();
    Visitor locked = Visitor.registered(server);
    for (int i = 0; i < 11; i++) {
      locked.signIn("wrong, and wrong again, and again");
    }
    List<Page> answers =
        List.of(
            existing.signIn("wrong, and wrong again, and again"),
            Visitor.unknown(server).signIn(),
            locked.elsewhere().signIn(),
            disabled.signIn(),
            unverified.signIn());
    assertThat(answers.stream().map(PeopleAttackTest::shape).distinct()).hasSize(1);
  }

  /** Status, headers and body without what is random in each: ids, tokens, the address typed. */
  private static String shape(Page page) {
    Map<String, String> headers = new TreeMap<>();
    for (String name :
        List.of(
            "Content-Type",
            "Cache-Control",
            "Content-Security-Policy",
            "Retry-After",
            "Location")) {
      headers.put(name, page.header(name).orElse("-"));
    }
    String body =
        page.body()
            .replaceAll("value=\"[A-Za-z0-9_-]{20,}\"", "value=\"random\"")
            .replaceAll("person\\d+@example\\.com", "address");
    return page.status() + " " + headers + " " + body;
  }

  @Test
  void forgot_answersTheSameWhoeverIsThere() {
    List<String> shapes = new ArrayList<>();
    for (Visitor visitor : List.of(Visitor.registered(server), Visitor.unknown(server))) {
      for (String path : List.of("/forgot", "/resend")) {
        Page page = visitor.browser.get(Visitor.REALM + path).expect(200);
        shapes.add(path + shape(page.form().submit(Map.of("email", visitor.email))));
      }
    }
    assertThat(shapes.stream().distinct()).hasSize(2);
  }

  @Test
  @Attack("P7")
  void links_comeFromTheConfiguredBaseAlone() {
    Visitor ada = Visitor.registered(server);
    server.mail().clear();
    Page form = ada.browser.get(Visitor.REALM + "/forgot").expect(200);
    Map<String, String> forged =
        Map.of(
            "X-Forwarded-Host", "evil.example",
            "X-Forwarded-Proto", "https",
            "X-Forwarded-Port", "443",
            "Forwarded", "host=evil.example;proto=https",
            "X-Original-URL", "/evil",
            "X-Host", "evil.example");
    var request = form.form().fill("email", ada.email).request();
    forged.forEach(request::header);
    assertThat(request.send().status()).isIn(200, 303);
    var mail = server.mail().await(ada.email, PATIENCE);
    assertThat(mail.source()).doesNotContain("evil.example");
    assertThat(mail.link("/reset").toString()).startsWith(server.base() + Visitor.REALM + "/reset");

    Visitor bob = Visitor.unknown(server);
    var signUp =
        bob.browser
            .get(Visitor.REALM + "/register")
            .form()
            .fill(
                Map.of(
                    "name",
                    "Bob",
                    "email",
                    bob.email,
                    "organisation",
                    bob.organisation,
                    "password",
                    Visitor.PASSWORD))
            .request();
    forged.forEach(signUp::header);
    signUp.send();
    assertThat(bob.link("/verify").toString())
        .startsWith(server.base() + Visitor.REALM + "/verify");
  }

  @Test
  @Attack("P11")
  void variantsOfAnAddress_areOneAccountAndOneCounter() {
    Visitor ada = Visitor.registered(server);
    String name = ada.email.substring(0, ada.email.indexOf('@'));
    List<String> variants =
        List.of(
            ada.email.toUpperCase(Locale.ROOT),
            " " + ada.email + " ",
            fullwidth(name) + "@example.com");
    for (String variant : variants) {
      Page form = server.browser().get(Visitor.REALM + "/sign-in").followAll();
      form.form().submit(Map.of("email", variant, "password", Visitor.PASSWORD)).expect(303);
    }
    for (int i = 0; i < 12; i++) {
      Page form = server.browser().get(Visitor.REALM + "/sign-in").followAll();
      form.form()
          .submit(
              Map.of(
                  "email", variants.get(i % 3), "password", "wrong, and wrong again, and again"));
    }
    assertThat(ada.elsewhere().signIn().status()).as("the one counter is full").isNotEqualTo(303);
  }

  private static String fullwidth(String ascii) {
    return ascii
        .chars()
        .mapToObj(c -> Character.toString(c - 0x21 + 0xff01))
        .reduce("", String::concat);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Ada\r\nBcc: all@example.com",
        "Ada\u2028x",
        "=?utf-8?q?evil?=",
        "<script>alert(1)</script>",
        "${jndi:ldap://127.0.0.1:9/x}",
        "\u202egnp.exe"
      })
  void strangeNames_stayText(String name) {
    Visitor ada = Visitor.unknown(server);
    Page page =
        ada.browser
            .get(Visitor.REALM + "/register")
            .form()
            .submit(
                Map.of(
                    "name",
                    name,
                    "email",
                    ada.email,
                    "organisation",
                    ada.organisation,
                    "password",
                    Visitor.PASSWORD));
    assertThat(page.status()).isIn(200, 303, 400);
    assertThat(page.body()).doesNotContain("<script>alert");
    if (page.status() == 303) {
      var mail = server.mail().await(ada.email, PATIENCE);
      assertThat(mail.recipients()).containsExactly(ada.email);
      assertThat(mail.source()).doesNotContain("\nBcc:").doesNotContain("<script>alert");
    }
  }

  @Test
  void link_isOpenedManyTimes_andUsedOnce() throws Exception {
    Visitor ada = Visitor.unknown(server);
    ada.signUp();
    URI link = ada.link("/verify");
    server.browser().request("HEAD", link.toString()).send().expect(200);
    for (String agent : List.of("SafeLinks", "Outlook", "Mozilla/5.0", "curl/8", "Slackbot")) {
      HttpDriver scanner = server.browser();
      Page page =
          scanner.request("GET", link.toString()).header("User-Agent", agent).send().expect(200);
      assertThat(page.headers("Set-Cookie"))
          .noneMatch(cookie -> cookie.startsWith("__Host-gh-monitrax="));
    }
    FormData form = ada.browser.get(link).expect(200).form().data();
    Callable<Page> post = () -> ada.browser.post(Visitor.REALM + "/verify", form);
    List<Integer> statuses = new ArrayList<>();
    try (ExecutorService two = Executors.newFixedThreadPool(2)) {
      for (Future<Page> answer : two.invokeAll(List.of(post, post))) {
        statuses.add(answer.get().status());
      }
    } catch (ExecutionException failed) {
      throw new AssertionError(failed);
    }
    assertThat(statuses).containsExactlyInAnyOrder(303, 400);
    ada.browser.post(Visitor.REALM + "/verify", form).expect(400);
    assertThat(ada.isSignedIn()).as("a link signs nobody in").isFalse();
    ada.signIn().expect(303);
  }

  @Test
  @Attack("L5")
  void preHijackedAddress_belongsToWhoeverHasTheMailbox() {
    Visitor attacker = Visitor.unknown(server);
    attacker.signUp();
    URI link = attacker.link("/verify");
    // the owner of the mailbox opens it elsewhere: without the attacker's password it proves
    // nothing
    HttpDriver owner = server.browser();
    Page page = owner.get(link).expect(200);
    assertThat(page.form(Visitor.REALM + "/verify").has("password")).isTrue();
    page.form(Visitor.REALM + "/verify")
        .submit(Map.of("password", "not the attacker's password"))
        .expect(400);
    assertThat(attacker.signIn().status()).isNotEqualTo(303);
    // by the mailbox they set a password of their own, and the attacker's is gone
    server.mail().clear();
    owner.get(Visitor.REALM + "/forgot").form().submit(Map.of("email", attacker.email));
    URI reset = server.mail().await(attacker.email, PATIENCE).link("/reset");
    owner
        .get(reset)
        .expect(200)
        .form()
        .submit(Map.of("new_password", "nineteen calm otters in the bay"))
        .expect(303);
    assertThat(attacker.elsewhere().signIn().status()).isNotEqualTo(303);
    attacker.elsewhere().signIn("nineteen calm otters in the bay").expect(303);
    // a verification link issued for an address that has changed since is dead
    assertThat(server.browser().get(link).status()).isEqualTo(400);
  }

  @Test
  void confirmationMail_comesAtMostFiveTimesAnHour() {
    Visitor ada = Visitor.unknown(server);
    ada.signUp();
    int refused = 0;
    for (int i = 0; i < 6; i++) {
      Page page =
          ada.browser.get(Visitor.REALM + "/resend").form().submit(Map.of("email", ada.email));
      if (page.status() == 429) {
        assertThat(page.header("Retry-After")).isPresent();
        refused++;
      }
    }
    assertThat(refused).isPositive();
    assertThat(ada.signIn().status()).as("not without proof").isNotEqualTo(303);
  }

  @Test
  void everyActOnAnAccount_leavesOneTruthfulRecord() {
    Visitor ada = Visitor.registered(server);
    ada.signIn("wrong, and wrong again, and again");
    ada.signIn().expect(303);
    List<AuditRecord> records = Records.of(server, ada.organisation);
    assertThat(
            records.stream()
                .map(record ->
                    record.type()
                        + " "
                        + record.outcome().wire()
                        + " "
                        + record.reason().orElse("-")))
        .containsSubsequence(
            "person.registered success -",
            "address.verified success -",
            "session.signed_in failed password_wrong",
            "session.signed_in success -");
    assertThat(records.stream().map(AuditRecord::id).distinct()).hasSameSizeAs(records);
  }
}
