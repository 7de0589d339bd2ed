package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.Form;
import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.Page;
import java.net.URI;
import java.time.Duration;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What goes through mailboxes, over HTTP with real mail: sign-up, recovery, changes of an account.
 */
@Tag("database")
class MailboxFlowsTest {
  private static final String REALM = Visitor.REALM;
  private static final String CONFIRM = "/verify";
  @AutoClose private static final RunningServer server = RunningServer.start();

  @Test
  void verify_headAndGetsBeforehand_consumeNothingAndSignNobodyIn() {
    Visitor ada = Visitor.unknown(server);
    ada.signUp().expect(200);
    URI link = Links.confirmation(ada);
    server.browser().request("HEAD", link.toString()).send().expect(200);
    for (int i = 0; i < 5; i++) {
      Page page = server.browser().get(link).expect(200);
      assertThat(page.headers("set-cookie")).noneMatch(it -> it.startsWith("__Host-gh-monitrax="));
    }
    Page form = ada.browser.get(link).expect(200);
    assertThat(form.form().has("password")).isFalse();
    Page done = form.form().submit().expect(303);
    assertThat(done.headers("set-cookie")).noneMatch(it -> it.startsWith("__Host-gh-monitrax="));
    assertThat(done.follow().expect(200).title()).contains("confirmed");
    assertThat(ada.isSignedIn()).isFalse();
    Links.assertDead(form.form().submit());
    Links.assertDead(ada.browser.get(link));
    ada.signIn().expect(303);
    assertThat(ada.recorded()).containsSubsequence("person.registered", "address.verified");
    assertThat(ada.recorded().stream().filter("address.verified"::equals)).hasSize(1);
  }

  @Test
  void verify_inParallel_exactlyOneWins() throws Exception {
    Visitor ada = Visitor.unknown(server);
    ada.signUp().expect(200);
    Form form = ada.browser.get(Links.confirmation(ada)).expect(200).form();
    Callable<Integer> press = () -> form.submit().status();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> answers =
          threads.invokeAll(IntStream.range(0, 6).mapToObj(i -> press).toList());
      assertThat(answers.stream().map(Future::resultNow))
          .containsExactlyInAnyOrder(303, 400, 400, 400, 400, 400);
    }
  }

  @Test
  void verify_inAnotherBrowser_takesThePasswordChosenAtSignUp() {
    Visitor ada = Visitor.unknown(server);
    ada.signUp().expect(200);
    URI link = Links.confirmation(ada);
    Visitor elsewhere = ada.elsewhere();
    Form form = elsewhere.browser.get(link).expect(200).form(CONFIRM);
    assertThat(form.has("password")).isTrue();
    form.submit(Map.of("password", "")).expect(400);
    Page wrong = form.submit(Map.of("password", Visitor.NEW_PASSWORD)).expect(400);
    assertThat(wrong.text()).contains("isn’t the right password");
    wrong.form(CONFIRM).submit(Map.of("password", Visitor.PASSWORD)).expect(303);
    assertThat(elsewhere.isSignedIn()).isFalse();
    elsewhere.signIn().expect(303);
  }

  @Test
  void verify_guessing_isSlowedDownLikeSignIn() {
    Visitor ada = Visitor.unknown(server);
    ada.signUp().expect(200);
    Form form = ada.elsewhere().browser.get(Links.confirmation(ada)).form(CONFIRM);
    for (int i = 0; i < 10; i++) {
      form.submit(Map.of("password", "wrong " + i)).expect(400);
    }
    form.submit(Map.of("password", Visitor.PASSWORD)).expect(400);
    server.clock().advance(Duration.ofSeconds(31));
    form.submit(Map.of("password", Visitor.PASSWORD)).expect(303);
  }

  @Test
  void discard_signUpNobodyAskedFor_leavesNothingToUse() {
    Visitor attacker = Visitor.unknown(server);
    attacker.signUp().expect(200);
    URI link = Links.confirmation(attacker);
    Page page = attacker.elsewhere().browser.get(link).expect(200);
    assertThat(page.form("/verify/discard").submit().expect(200).title()).contains("Thank you");
    Links.assertDead(attacker.browser.get(link));
    assertThat(attacker.signIn().status()).isEqualTo(400);
    assertThat(attacker.recorded()).contains("person.sign_up_discarded");
  }

  @Test
  void verify_afterADay_isTooLate() {
    Visitor ada = Visitor.unknown(server);
    ada.signUp().expect(200);
    URI link = Links.confirmation(ada);
    server.clock().advance(Duration.ofHours(24).minusSeconds(1));
    Form form = ada.browser.get(link).expect(200).form();
    server.clock().advance(Duration.ofSeconds(1));
    Links.assertDead(ada.browser.get(link));
    assertThat(form.submit().status()).isIn(400, 403);
  }

  @Test
  void resend_again_supersedesAndStaysBoundToTheBrowserThatSignedUp() {
    Visitor ada = Visitor.unknown(server);
    ada.signUp().expect(200);
    URI first = Links.confirmation(ada);
    server.mail().clear();
    Visitor elsewhere = ada.elsewhere();
    elsewhere.browser.get(REALM + "/resend").form().submit(Map.of("email", ada.email)).expect(200);
    URI second = Links.confirmation(ada);
    Links.assertDead(ada.browser.get(first));
    assertThat(elsewhere.browser.get(second).form(CONFIRM).has("password")).isTrue();
    ada.browser.get(second).form().submit().expect(303);
  }

  @ParameterizedTest
  @CsvSource({"resend", "forgot"})
  void ask_sixthTimeInAnHour_isTooOftenForKnownAndUnknownAlike(String path) {
    Visitor known = Visitor.registered(server);
    Visitor unknown = Visitor.unknown(server);
    for (Visitor visitor : List.of(known, unknown)) {
      for (int i = 0; i < 5; i++) {
        Page page =
            visitor
                .browser
                .get(REALM + "/" + path)
                .form()
                .submit(Map.of("email", " " + visitor.email.toUpperCase(Locale.ROOT)));
        assertThat(page.status())
            .isEqualTo(path.equals("resend") && i == 4 && visitor == known ? 429 : 200);
      }
      Page sixth =
          visitor.browser.get(REALM + "/" + path).form().submit(Map.of("email", visitor.email));
      assertThat(sixth.expect(429).header("Retry-After")).isPresent();
    }
  }

  @Test
  void reset_newPassword_endsEverySessionAndWorksOnce() {
    Visitor ada = Visitor.signedIn(server);
    Visitor elsewhere = ada.elsewhere();
    elsewhere.signIn().expect(303);
    URI older = Links.reset(ada);
    URI link = Links.reset(ada);
    Links.assertDead(ada.browser.get(older));
    Form form = server.browser().get(link).expect(200).form();
    Page rejected = form.submit(Map.of("new_password", "passwordpassword")).expect(400);
    assertThat(rejected.text()).contains("among the first that attackers try");
    form.submit(Map.of("new_password", "House 1 Ada Lovelace")).expect(400);
    assertThat(
            form.submit(Map.of("new_password", Visitor.NEW_PASSWORD)).expect(303).follow().title())
        .contains("Your password is changed");
    Links.assertDead(form.submit(Map.of("new_password", Visitor.NEW_PASSWORD)));
    assertThat(ada.isSignedIn()).isFalse();
    assertThat(elsewhere.isSignedIn()).isFalse();
    assertThat(ada.signIn().status()).isEqualTo(400);
    ada.signIn(Visitor.NEW_PASSWORD).expect(303);
    server.mail().await(ada.email, "was changed", Links.PATIENCE);
  }

  @Test
  void reset_afterHalfAnHour_isTooLate() {
    Visitor ada = Visitor.registered(server);
    URI link = Links.reset(ada);
    server.clock().advance(Duration.ofMinutes(30));
    Links.assertDead(ada.browser.get(link));
  }

  @Test
  void reset_ofAnAddressSomebodyElseSignedUpWith_takesTheAccountOver() {
    Visitor attacker = Visitor.unknown(server);
    attacker.signUp().expect(200);
    URI confirmation = Links.confirmation(attacker);
    Visitor owner = attacker.elsewhere();
    owner
        .browser
        .get(Links.reset(owner))
        .form()
        .submit(Map.of("new_password", Visitor.NEW_PASSWORD))
        .expect(303);
    Links.assertDead(attacker.browser.get(confirmation));
    assertThat(attacker.signIn().status()).isEqualTo(400);
    owner.signIn(Visitor.NEW_PASSWORD).expect(303);
  }

  @Test
  void register_badFields_areShownAgainWithoutThePassword() {
    HttpDriver browser = server.browser();
    Page page =
        browser
            .get(REALM + "/register")
            .form()
            .submit(
                Map.of(
                    "name",
                    "Ada\r\nBcc: all@example.com",
                    "email",
                    "ada@example.com\r\nBcc: all@example.com",
                    "organisation",
                    "",
                    "password",
                    "too short"))
            .expect(400);
    assertThat(page.text())
        .contains("Use only letters", "Enter an e-mail address", "Enter the name", "at least 15");
    assertThat(page.body()).doesNotContain("too short");
    assertThat(page.form().value("name").orElseThrow()).contains("Ada");
  }

  @ParameterizedTest
  @CsvSource({"tenant_id,1", "roles,owner", "email_verified,true", "principal_id,1"})
  void register_fieldNobodyAskedFor_isRefused(String name, String value) {
    HttpDriver browser = server.browser();
    Form form = browser.get(REALM + "/register").form();
    Page page = form.with(form.data().add(name, value)).submit().expect(400);
    assertThat(page.text()).contains("Something in the request was missing");
  }
}
