package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.CaughtMail;
import dev.gatehouse.testkit.Form;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.Page;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Attacks on links, mails and addresses, over HTTP with real mail. */
@Tag("database")
class MailboxAttackTest {
  private static final String REALM = Visitor.REALM;
  @AutoClose private static final RunningServer server = RunningServer.start();

  private static Page signIn(String email, String password) {
    return server
        .browser()
        .get(REALM + "/sign-in")
        .followAll()
        .form()
        .submit(Map.of("email", email, "password", password));
  }

  private static String token(URI link) {
    return link.getRawQuery().substring("token=".length());
  }

  @Test
  @Attack("P7")
  void links_forgedHosts_useTheConfiguredBaseAlone() throws IOException {
    Visitor ada = Visitor.registered(server);
    server.mail().clear();
    Form form = ada.browser.get(REALM + "/forgot").form().fill("email", ada.email);
    form.request()
        .header("X-Forwarded-Host", "evil.example")
        .header("X-Forwarded-Proto", "https")
        .header("X-Forwarded-Port", "443")
        .header("X-Host", "evil.example")
        .header("Forwarded", "host=evil.example;proto=https")
        .send()
        .expect(200);
    CaughtMail reset = server.mail().await(ada.email, "Choose a new password", Links.PATIENCE);
    assertThat(reset.links()).allMatch(link -> link.toString().startsWith(server.base() + "/"));
    assertThat(statusLine("evil.example", form.data())).contains(" 421 ");

    Visitor bob = Visitor.unknown(server);
    bob.browser
        .get(REALM + "/register")
        .form()
        .fill(
            Map.of(
                "name",
                "Bob",
                "email",
                bob.email,
                "organisation",
                "B",
                "password",
                Visitor.NEW_PASSWORD))
        .request()
        .header("X-Forwarded-Host", "evil.example")
        .header("Forwarded", "host=evil.example")
        .send()
        .expect(200);
    CaughtMail confirm = server.mail().await(bob.email, Links.PATIENCE);
    assertThat(confirm.links()).allMatch(link -> link.toString().startsWith(server.base() + "/"));
  }

  /** The answer to the form under another host, which no HTTP client would send. */
  private static String statusLine(String host, FormData form) throws IOException {
    byte[] body = form.encode().getBytes(StandardCharsets.US_ASCII);
    String head =
        "POST %s/forgot HTTP/1.1\r\nHost: %s\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                .formatted(REALM, host)
            + "Content-Length: %d\r\nConnection: close\r\n\r\n".formatted(body.length);
    try (Socket socket = new Socket(server.base().getHost(), server.base().getPort())) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(body);
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      return answer.lines().findFirst().orElseThrow();
    }
  }

  @Test
  @Attack("P8")
  void resetToken_everyWayItCouldBeUsedAgain_isDead() throws Exception {
    Visitor ada = Visitor.registered(server);
    URI older = Links.reset(ada);
    URI link = Links.reset(ada);
    Links.assertDead(server.browser().get(older));
    String stored = storedDigest(token(link));
    Links.assertDead(server.browser().get(REALM + "/reset?token=ghp_" + stored));
    Links.assertDead(server.browser().get(REALM + "/reset?token=" + inOtherTenant(token(link))));
    Form form = server.browser().get(link).form();
    form.submit(Map.of("new_password", Visitor.NEW_PASSWORD)).expect(303);
    Links.assertDead(form.submit(Map.of("new_password", Visitor.NEW_PASSWORD)));

    URI beforePasswordChange = Links.reset(ada);
    ada.signIn(Visitor.NEW_PASSWORD).expect(303);
    ada.browser
        .get(REALM + "/account/password")
        .form()
        .submit(Map.of("password", Visitor.NEW_PASSWORD, "new_password", Visitor.PASSWORD))
        .expect(303);
    Links.assertDead(server.browser().get(beforePasswordChange));

    URI beforeEmailChange = Links.reset(ada);
    changeEmail(ada, "moved-" + ada.email);
    Links.assertDead(server.browser().get(beforeEmailChange));

    Visitor late = Visitor.registered(server);
    URI tooLate = Links.reset(late);
    server.clock().advance(Duration.ofMinutes(60));
    Links.assertDead(server.browser().get(tooLate));
  }

  /** What a thief of the database has: it is no token, and the token is not in it. */
  private static String storedDigest(String token) throws Exception {
    try (var connection = server.database().superuser();
        var query =
            connection.prepareStatement(
                "SELECT encode(digest, 'hex') FROM gatehouse.link WHERE kind = 'reset' ORDER BY created_at DESC, link_id DESC LIMIT 1");
        var row = query.executeQuery()) {
      row.next();
      String digest = row.getString(1);
      assertThat(digest).hasSize(64);
      assertThat(token).doesNotContain(digest);
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(HexFormat.of().parseHex(digest));
    }
  }

  /** The same id and secret under another tenant's name. */
  private static String inOtherTenant(String token) {
    byte[] bytes = Base64.getUrlDecoder().decode(token.substring(4));
    bytes[9] ^= 1;
    return "ghp_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static void changeEmail(Visitor visitor, String fresh) {
    visitor
        .browser
        .get(REALM + "/account/email")
        .form()
        .submit(Map.of("email", fresh, "password", Visitor.PASSWORD))
        .expect(200);
    URI proof = Links.mailed(server, fresh, "Confirm your new address", "/email/confirm");
    visitor.browser.get(proof).form().submit().expect(200);
  }

  @Test
  @Attack("P9")
  void lineBreaks_inAddressNameAndOrganisation_addNoHeaderAndNoMail() {
    Visitor ada = Visitor.unknown(server);
    for (String hostile :
        List.of("\r\nBcc: all@evil.example", "\nBcc: all@evil.example", "\r\n\r\nx")) {
      for (String field : List.of("name", "email", "organisation")) {
        Map<String, String> fields =
            Map.of(
                "name",
                "Ada",
                "email",
                ada.email,
                "organisation",
                "A",
                "password",
                Visitor.NEW_PASSWORD);
        Form form = ada.browser.get(REALM + "/register").form().fill(fields);
        form.with(form.data().set(field, fields.get(field) + hostile)).submit().expect(400);
      }
    }
    Form form = ada.browser.get(REALM + "/register").form();
    form.submit(
            Map.of(
                "name",
                "Ada; Bcc: all@evil.example",
                "email",
                ada.email,
                "organisation",
                "Subject: hello",
                "password",
                Visitor.NEW_PASSWORD))
        .expect(200);
    CaughtMail mail = server.mail().await(ada.email, Links.PATIENCE);
    assertThat(server.mail().to(ada.email)).hasSize(1);
    assertThat(mail.recipients()).containsExactly(ada.email);
    assertThat(mail.source()).doesNotContain("Bcc").doesNotContain("hello");
    assertThat(mail.source().lines().filter(line -> line.startsWith("Subject:"))).hasSize(1);
    assertThat(server.mail().to("all@evil.example")).isEmpty();
  }

  @Test
  @Attack("P11")
  void spellings_ofOneAddress_areOneAccountAndOneCounter() {
    Visitor ada = Visitor.registered(server);
    List<String> spellings =
        List.of(ada.email.toUpperCase(Locale.ROOT), " " + ada.email + " ", fullWidth(ada.email));
    for (String spelling : spellings) {
      signIn(spelling, Visitor.PASSWORD).expect(303);
    }
    Visitor attacker = Visitor.unknown(server);
    attacker
        .browser
        .get(REALM + "/register")
        .form()
        .submit(
            Map.of(
                "name",
                "A",
                "email",
                fullWidth(ada.email),
                "organisation",
                attacker.organisation,
                "password",
                Visitor.NEW_PASSWORD))
        .expect(200);
    assertThat(signIn(ada.email, Visitor.NEW_PASSWORD).status()).isEqualTo(400);
    assertThat(signIn(fullWidth(ada.email), Visitor.NEW_PASSWORD).status()).isEqualTo(400);
    signIn(ada.email, Visitor.PASSWORD).expect(303);
    for (int i = 0; i < 10; i++) {
      signIn(spellings.get(i % spellings.size()), "wrong password " + i).expect(400);
    }
    assertThat(signIn(ada.email, Visitor.PASSWORD).status()).isEqualTo(400);
    server.clock().advance(Duration.ofSeconds(31));
    signIn(ada.email, Visitor.PASSWORD).expect(303);
  }

  private static String fullWidth(String text) {
    return text.chars()
        .map(c -> c > 0x20 && c < 0x7f ? c + 0xfee0 : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Test
  @Attack("L2")
  void link_inParallelReplayedAndLate_succeedsOnce() throws Exception {
    Visitor ada = Visitor.registered(server);
    Form form = server.browser().get(Links.reset(ada)).form();
    FormData filled = form.fill("new_password", Visitor.NEW_PASSWORD).data();
    Callable<Integer> press = () -> form.with(filled).submit().status();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> answers =
          threads.invokeAll(IntStream.range(0, 4).mapToObj(i -> press).toList());
      assertThat(answers.stream().map(Future::resultNow))
          .containsExactlyInAnyOrder(303, 400, 400, 400);
    }
    Links.assertDead(form.with(filled).submit());

    URI late = Links.reset(ada);
    Form lateForm = server.browser().get(late).form();
    server.clock().advance(Duration.ofMinutes(30).plusSeconds(1));
    Links.assertDead(lateForm.submit(Map.of("new_password", Visitor.PASSWORD)));
    assertThat(
            server
                .database()
                .execute(
                    "UPDATE gatehouse.link SET kind = kind WHERE kind = 'reset' AND used_at IS NULL AND superseded_at IS NULL"))
        .as("expired by time: the row is still there, as nobody cleaned up")
        .isPositive();
  }

  @Test
  @Attack("L3")
  void verify_inABrowserThatDidNotAsk_takesMoreAndSignsNobodyIn() {
    Visitor requester = Visitor.unknown(server);
    requester.signUp().expect(200);
    URI link = Links.mailed(server, requester.email, "Confirm your address", "/verify");
    Visitor opener = requester.elsewhere();
    Form form = opener.browser.get(link).form("/verify");
    assertThat(form.has("password")).isTrue();
    FormData withoutPassword =
        FormData.of("csrf", form.value("csrf").orElseThrow(), "token", token(link));
    form.with(withoutPassword).submit().expect(400);
    form.submit(Map.of("password", Visitor.PASSWORD)).expect(303);
    assertThat(opener.isSignedIn()).isFalse();
    assertThat(requester.isSignedIn()).isFalse();
  }

  @Test
  @Attack("L5")
  void verify_afterTheAddressChangedOrItsOwnerProvedIt_isDeadWithItsPassword() {
    Visitor attacker = Visitor.unknown(server);
    attacker.signUp().expect(200);
    URI confirmation = Links.mailed(server, attacker.email, "Confirm your address", "/verify");
    Visitor owner = attacker.elsewhere();
    URI reset = Links.reset(owner);
    owner
        .browser
        .get(reset)
        .form()
        .submit(Map.of("new_password", Visitor.NEW_PASSWORD))
        .expect(303);
    Links.assertDead(attacker.browser.get(confirmation));
    assertThat(attacker.signIn().status()).isEqualTo(400);
    owner.signIn(Visitor.NEW_PASSWORD).expect(303);

    Visitor ada = Visitor.signedIn(server);
    String first = "first-" + ada.email;
    ada.browser
        .get(REALM + "/account/email")
        .form()
        .submit(Map.of("email", first, "password", Visitor.PASSWORD))
        .expect(200);
    URI proof = Links.mailed(server, first, "Confirm your new address", "/email/confirm");
    changeEmail(ada, "second-" + ada.email);
    Links.assertDead(server.browser().get(proof));
  }
}
