package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.testkit.Exchange;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.Requirement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The refresh token of an application in a browser: in a cookie that its scripts never see. */
@Tag("database")
class RefreshCookieTest {
  private static final String CLIENT = "monitrax-app";
  private static final String ORIGIN = "https://app.monitrax.example";
  private static final String CALLBACK = ORIGIN + "/callback";
  private static final String COOKIE = "__Host-gh-monitrax-refresh-monitrax-app";
  private static final String TOKEN = Visitor.REALM + "/oauth2/token";

  private final RunningServer server = RunningServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  private FormData code(Visitor visitor, Ask ask) {
    return FormData.of(
        "grant_type",
        "authorization_code",
        "client_id",
        CLIENT,
        "code",
        visitor.code(ask),
        "redirect_uri",
        CALLBACK,
        "code_verifier",
        ask.pkce().verifier());
  }

  private static Ask ask(String scope) {
    return Ask.of(CLIENT, scope).with("redirect_uri", CALLBACK);
  }

  private Exchange from(String origin, FormData form) {
    return server
        .browser()
        .request("POST", TOKEN)
        .asProgram()
        .form(form)
        .header("Sec-Fetch-Site", "same-site")
        .header("Origin", origin);
  }

  private Exchange refresh(String origin, String cookie) {
    FormData form = FormData.of("grant_type", "refresh_token", "client_id", CLIENT);
    return from(origin, form).header("Cookie", COOKIE + "=" + cookie);
  }

  private static String header(Page answer) {
    List<String> set = answer.headers("Set-Cookie");
    assertThat(set).hasSize(1);
    return set.getFirst();
  }

  /** The cookie's value, after everything that must hold of an answer that hands one out. */
  private static String cookie(Page answer) {
    answer.expect(200);
    assertThat(answer.json().has("refresh_token")).isFalse();
    assertThat(answer.json().has("access_token")).isTrue();
    assertThat(header(answer))
        .startsWith(COOKIE + "=ghr_")
        .contains("; Path=/;", "; Secure;", "; HttpOnly;", "; SameSite=Strict")
        .doesNotContain("Domain");
    assertThat(answer.header("Access-Control-Allow-Origin")).contains(ORIGIN);
    assertThat(answer.header("Access-Control-Allow-Credentials")).contains("true");
    assertThat(answer.header("Vary")).contains("Origin");
    String value = header(answer).substring(COOKIE.length() + 1);
    assertThat(answer.body()).doesNotContain(value.substring(0, value.indexOf(';')));
    return value.substring(0, value.indexOf(';'));
  }

  private static void refused(Page answer, String error) {
    assertThat(answer.expect(400).json().get("error").asString()).isEqualTo(error);
  }

  private String begun(Visitor visitor) {
    return cookie(from(ORIGIN, code(visitor, ask("openid offline_access"))).send());
  }

  @Test
  @Requirement("MON-5.2")
  void cookie_rotatesOnUse_livesSevenToThirtyDays_andReuseEndsTheFamily() {
    Visitor ada = Visitor.signedIn(server);
    Page first = from(ORIGIN, code(ada, ask("openid offline_access"))).send();
    assertThat(header(first)).contains("; Max-Age=" + Duration.ofDays(7).toSeconds());
    String one = cookie(first);
    String two = cookie(refresh(ORIGIN, one).send());
    assertThat(two).isNotEqualTo(one);

    Page reused = refresh(ORIGIN, one).send();
    refused(reused, "invalid_grant");
    assertThat(header(reused)).startsWith(COOKIE + "=;").contains("Max-Age=0");
    refused(refresh(ORIGIN, two).send(), "invalid_grant");

    // seven days without use, thirty altogether
    String idle = begun(ada);
    String used = begun(ada);
    for (int week = 0; week < 4; week++) {
      server.clock().advance(Duration.ofDays(7).minusMinutes(1));
      used = cookie(refresh(ORIGIN, used).send());
    }
    refused(refresh(ORIGIN, idle).send(), "invalid_grant");
    server.clock().advance(Duration.ofDays(2).plusMinutes(5));
    refused(refresh(ORIGIN, used).send(), "invalid_grant");
    boundToItsBrowser(begun(Visitor.signedIn(server)));
  }

  /** No other page, no program and no form gets a use out of it. */
  private void boundToItsBrowser(String bound) {
    for (String origin :
        List.of(
            "https://evil.example",
            "null",
            "https://app.monitrax.example:8443",
            "http://app.monitrax.example",
            "https://app.monitrax.example.evil.example",
            "http://127.0.0.1")) {
      Page answer = refresh(origin, bound).send();
      refused(answer, "invalid_request");
      assertThat(answer.header("Access-Control-Allow-Credentials")).as(origin).isEmpty();
      assertThat(answer.headers("Set-Cookie")).as(origin).isEmpty();
    }
    refused(refresh(ORIGIN, bound).withoutHeader("Origin").send(), "invalid_request");
    FormData inForm =
        FormData.of("grant_type", "refresh_token", "client_id", CLIENT, "refresh_token", bound);
    refused(from(ORIGIN, inForm).send(), "invalid_request");
    FormData none = FormData.of("grant_type", "refresh_token", "client_id", CLIENT);
    refused(from(ORIGIN, none).send(), "invalid_grant");
    FormData otherClient = inForm.set("client_id", "monitrax-spa");
    refused(from(ORIGIN, otherClient).send(), "invalid_grant");
    cookie(refresh(ORIGIN, bound).send());
  }

  @Test
  void code_exchangedByAnotherPage_plantsNoCookie() {
    Visitor mallory = Visitor.signedIn(server);
    Page answer = from("https://evil.example", code(mallory, ask("openid"))).send();
    refused(answer, "invalid_request");
    assertThat(answer.headers("Set-Cookie")).isEmpty();
  }

  @Test
  void cookie_withoutOfflineAccess_isGoneWithTheBrowserAndTheSession() {
    Visitor ada = Visitor.signedIn(server);
    Page first = from(ORIGIN, code(ada, ask("openid"))).send();
    assertThat(header(first)).doesNotContain("Max-Age");
    String cookie = cookie(first);
    ada.browser.get(Visitor.REALM + "/sign-out").form().submit();
    refused(refresh(ORIGIN, cookie).send(), "invalid_grant");
  }

  @Test
  void otherClients_getTheirsInTheBodyAndNoCookie() {
    Visitor ada = Visitor.signedIn(server);
    Page answer = ada.exchange(Ask.of("monitrax-spa", "openid"), "none");
    assertThat(answer.headers("Set-Cookie")).isEmpty();
    Ask ask = Ask.of("monitrax-spa", "openid");
    Page tokens = ada.exchange(ask, ada.code(ask)).expect(200);
    assertThat(tokens.json().has("refresh_token")).isTrue();
    assertThat(tokens.headers("Set-Cookie")).isEmpty();
  }
}
