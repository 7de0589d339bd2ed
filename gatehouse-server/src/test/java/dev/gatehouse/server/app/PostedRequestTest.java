package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.Page;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A request that comes as a POST leads to a GET whose address says nothing of it. */
@Tag("database")
class PostedRequestTest {
  private static final String AUTHORIZE = Visitor.REALM + "/oauth2/authorize";
  private static final String LOGOUT = Visitor.REALM + "/oauth2/logout";
  private static final String BACK = "http://127.0.0.1/signed-out";
  private static final URI ELSEWHERE = URI.create("https://app.example/");
  private static final RunningServer SERVER = RunningServer.start();

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  private static FormData form(Ask ask) {
    return FormData.parse(URI.create(ask.path()).getRawQuery());
  }

  private static Page post(HttpDriver browser, String path, FormData form) {
    return browser.request("POST", path).from(ELSEWHERE).withoutCookies().form(form).send();
  }

  /** Where the POST leads to: the endpoint and an opaque reference, nothing else. */
  private static String reference(Page led, String path, String prefix) {
    URI location = led.expect(303).location().orElseThrow();
    assertThat(location.getRawPath()).isEqualTo(path);
    assertThat(location.getRawQuery()).matches("posted_request=" + prefix + "_[A-Za-z0-9_-]{98}");
    return path + "?" + location.getRawQuery();
  }

  private static String posted(Ask ask) {
    return reference(post(SERVER.browser(), AUTHORIZE, form(ask)), AUTHORIZE, "gha");
  }

  @Test
  void authorizationRequest_isGoodOnce_forWhatWasPosted() {
    Visitor ada = Visitor.signedIn(SERVER);
    Ask ask = Ask.of("monitrax-web", "openid");
    String hint = ada.tokens(ask).get("id_token").asString();
    String address =
        posted(ask.with("id_token_hint", hint).with("login_hint", "ada@hints.example"));
    assertThat(sealed()).isNotEmpty().noneMatch(it -> it.contains("ada@hints.example"));

    assertThat(ada.browser.get(address + "&prompt=none").status()).isEqualTo(400);
    Page answered = ada.browser.get(address).expect(303);
    assertThat(Visitor.parameters(answered)).containsKey("code").containsEntry("state", "a-state");
    assertThat(ada.browser.get(address).expect(400).text()).contains("start again");
  }

  @Test
  void authorizationRequest_goesOnThroughTheSignIn() {
    Visitor ada = Visitor.registered(SERVER);
    Ask ask = Ask.of("monitrax-web", "openid").with("login_hint", ada.email);
    Page signIn = ada.browser.get(posted(ask)).followWithin().expect(200);
    assertThat(signIn.form("/sign-in").value("email")).contains(ada.email);
    assertThat(signIn.uri().toString()).doesNotContain(ada.email);
  }

  @Test
  void requestThatWouldBeRefused_isNotKept() {
    int before = sealed().size();
    Page unknown = post(SERVER.browser(), AUTHORIZE, FormData.of("client_id", "nobody"));
    assertThat(unknown.status()).isEqualTo(400);
    Ask wrong = Ask.of("monitrax-web", "openid").with("response_type", "token");
    assertThat(Visitor.parameters(post(SERVER.browser(), AUTHORIZE, form(wrong)).expect(303)))
        .containsEntry("error", "unsupported_response_type");
    Ask tooLong = Ask.of("monitrax-web", "openid").with("state", "s".repeat(4000));
    assertThat(post(SERVER.browser(), AUTHORIZE, form(tooLong)).header("Location").orElse(""))
        .doesNotContain("posted_request");
    assertThat(post(SERVER.browser(), LOGOUT, FormData.of("id_token_hint", "x")).status())
        .isEqualTo(400);
    assertThat(sealed()).hasSize(before);
  }

  @Test
  void reference_isWorthless_tooLate_elsewhere_andInAnothersPlace() {
    Visitor ada = Visitor.signedIn(SERVER);
    Ask ask = Ask.of("monitrax-web", "openid");
    String address = posted(ask);
    String value = address.substring(address.indexOf('=') + 1);
    assertThat(ada.browser.get(LOGOUT + "?posted_request=" + value).status()).isEqualTo(400);
    URI operators = URI.create("http://127.0.0.1:" + SERVER.base().getPort());
    try (HttpDriver there = HttpDriver.at(operators, SERVER.clock())) {
      assertThat(there.get("/r/operators/oauth2/authorize?posted_request=" + value).status())
          .isEqualTo(400);
    }
    String asLogout = "ghl" + value.substring(3);
    assertThat(ada.browser.get(LOGOUT + "?posted_request=" + asLogout).status()).isEqualTo(400);
    String forged = value.substring(0, value.length() - 4) + "AAAA";
    assertThat(ada.browser.get(AUTHORIZE + "?posted_request=" + forged).status()).isEqualTo(400);
    ada.authorize(ask);
    SERVER.clock().advance(Duration.ofSeconds(59));
    assertThat(ada.browser.get(address).status()).isEqualTo(303);
    String late = posted(ask);
    SERVER.clock().advance(Duration.ofSeconds(61));
    assertThat(ada.browser.get(late).status()).isEqualTo(400);
  }

  @Test
  void reference_takenByManyAtOnce_isGoodForOne() throws Exception {
    String address = posted(Ask.of("monitrax-web", "openid"));
    int many = 8;
    CyclicBarrier together = new CyclicBarrier(many);
    List<Integer> answers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Integer> one =
          () -> {
            together.await();
            return SERVER.browser().get(address).status();
          };
      List<Future<Integer>> all = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        all.add(threads.submit(one));
      }
      for (Future<Integer> each : all) {
        answers.add(each.get());
      }
    }
    assertThat(answers).containsOnlyOnce(303);
    assertThat(answers).filteredOn(it -> it == 400).hasSize(many - 1);
  }

  @Test
  void logout_isGoodOnce_forWhatWasPosted() {
    Visitor ada = Visitor.signedIn(SERVER);
    String hint = ada.tokens(Ask.of("monitrax-web", "openid")).get("id_token").asString();
    FormData form = FormData.of("id_token_hint", hint, "post_logout_redirect_uri", BACK);
    String address =
        reference(post(SERVER.browser(), LOGOUT, form.add("state", "s")), LOGOUT, "ghl");
    assertThat(ada.isSignedIn()).isTrue();
    assertThat(ada.browser.get(address + "&post_logout_redirect_uri=https%3A%2F%2Fevil").status())
        .isEqualTo(400);
    assertThat(ada.browser.get(address).expect(303).location())
        .contains(URI.create(BACK + "?state=s"));
    assertThat(ada.isSignedIn()).isFalse();
    assertThat(ada.browser.get(address).status()).isEqualTo(400);
  }

  /** What is kept, as text. */
  private static List<String> sealed() {
    try (Connection connection = SERVER.database().superuser();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT sealed FROM gatehouse.posted_request")) {
      List<String> all = new ArrayList<>();
      while (rows.next()) {
        all.add(new String(rows.getBytes(1), StandardCharsets.ISO_8859_1));
      }
      return all;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
