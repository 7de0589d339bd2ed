package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.Exchange;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.Requirement;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Broken JSON and broken text, wherever either is read: the right error, and nothing of us. */
@Tag("database")
class HostileBodyTest {
  private static final List<String> JSON =
      List.of(
          "{",
          "{\"a\":}",
          "{\"a\":1}}",
          "{\"a\":1,\"a\":2}",
          "null",
          "[]",
          "\"text\"",
          "{'a':1}",
          "{\"a\":NaN}",
          "[".repeat(10_000),
          "{\"a\":".repeat(2_000) + "1" + "}".repeat(2_000),
          "{\"exp\":" + "9".repeat(5_000) + "}",
          "{\"exp\":1e999999999}",
          "{\"exp\":-9223372036854775809}",
          "\u0000",
          "");

  private static final byte[][] BAD_UTF_8 = {
    {'{', '"', (byte) 0xc3, (byte) 0x28, '"', ':', '1', '}'},
    {'{', '"', (byte) 0xc0, (byte) 0xaf, '"', ':', '1', '}'},
    {'{', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', ':', '1', '}'},
    {(byte) 0xff, (byte) 0xfe, '{', 0}
  };

  private final RunningServer server = RunningServer.shared();

  @Test
  @Attack("X4")
  @Requirement("HLP-3.1")
  void brokenJsonAndText_anywhere_getTheErrorOfTheirPlace() {
    for (byte[] body : bodies()) {
      // no endpoint takes JSON yet: as a body it is refused before it is parsed
      expectOAuthError(post("/oauth2/token").body("application/json", body).send(), 415);
      expectOwnError(
          server.browser().request("POST", "/nothing").body("application/json", body).send(), 404);
      // in a token it is parsed: header, claims, both
      for (String token : tokensOf(body)) {
        expectOAuthError(bearer(token), 401);
      }
    }
    for (String text :
        List.of("%ff", "%c0%af", "%ed%a0%80", "%", "%zz", "%u0041", "\u00e9", "a\u0000b", "%00")) {
      byte[] form = ("grant_type=" + text).getBytes(StandardCharsets.ISO_8859_1);
      Page answer = post("/oauth2/token").body("application/x-www-form-urlencoded", form).send();
      expectOAuthError(answer, 400);
    }
    Page page = server.browser().get(Visitor.REALM + "/sign-in").expect(200);
    String broken = page.form().data().encode() + "&email=%ff%fe";
    Page refused =
        server
            .browser()
            .request("POST", Visitor.REALM + "/sign-in")
            .body("application/x-www-form-urlencoded", broken)
            .send();
    assertThat(refused.status()).isEqualTo(400);
    expectNothingOfUs(refused);
    expectBugIsMute();
  }

  private static List<byte[]> bodies() {
    List<byte[]> all = new java.util.ArrayList<>(List.of(BAD_UTF_8));
    JSON.forEach(text -> all.add(text.getBytes(StandardCharsets.UTF_8)));
    return all;
  }

  /** Short enough for a header; what is longer is 431 before anybody reads it. */
  private static List<String> tokensOf(byte[] part) {
    if (part.length > 3_000) {
      return List.of();
    }
    String broken = Base64.getUrlEncoder().withoutPadding().encodeToString(part);
    String header = base64("{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"x\"}");
    String signature = base64("s".repeat(64));
    return List.of(
        broken + "." + base64("{}") + "." + signature,
        header + "." + broken + "." + signature,
        broken + "." + broken + "." + broken);
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private Exchange post(String path) {
    return server.browser().request("POST", Visitor.REALM + path).asProgram();
  }

  private Page bearer(String token) {
    return server
        .browser()
        .request("GET", Visitor.REALM + "/oauth2/userinfo")
        .asProgram()
        .bearer(token)
        .send();
  }

  @Test
  void answer_beforeTheBodyArrived_closesTheConnectionAndSaysSo() {
    RawRequest.Answer early = RawRequest.send(server, refusedUnread(20));
    assertThat(early.status()).isEqualTo(415);
    assertThat(early.headers()).containsEntry("connection", "close");
    // where nothing is left to arrive, the next request may follow
    String two = refusedUnread(0) + "GET /health/live HTTP/1.1\r\nConnection: close\r\n\r\n";
    assertThat(RawRequest.send(server, two).headers()).doesNotContainKey("connection");
  }

  private String refusedUnread(int length) {
    return "POST /r/monitrax/oauth2/token HTTP/1.1\r\nHost: localhost:"
        + server.base().getPort()
        + "\r\nContent-Type: text/plain\r\nContent-Length: "
        + length
        + "\r\n\r\n";
  }

  private static void expectBugIsMute() {
    try (RunningServer broken = RunningServer.start()) {
      broken.database().execute("ALTER TABLE gatehouse.token_family RENAME TO gone");
      Visitor ada = Visitor.signedIn(broken);
      Visitor.Ask ask = Visitor.Ask.of("monitrax-spa", "openid");
      Page answer = ada.exchange(ask, ada.code(ask));
      expectOAuthError(answer, 500);
      assertThat(answer.json().get("error").asString()).isEqualTo("server_error");
    }
  }

  private static void expectOAuthError(Page answer, int status) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    JsonNode json = answer.json();
    assertThat(json.propertyNames()).containsExactlyInAnyOrder("error", "error_description");
    expectNothingOfUs(answer);
  }

  private static void expectOwnError(Page answer, int status) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.json().propertyNames()).containsExactly("error");
    assertThat(answer.json().get("error").propertyNames())
        .containsExactlyInAnyOrder("code", "message");
    expectNothingOfUs(answer);
  }

  private static void expectNothingOfUs(Page answer) {
    assertThat(answer.body())
        .doesNotContainIgnoringCase("exception")
        .doesNotContainIgnoringCase("jackson")
        .doesNotContainIgnoringCase("postgres")
        .doesNotContainIgnoringCase("token_family")
        .doesNotContain("\tat ", "SELECT", "INSERT", "dev.gatehouse", "java.", "127.0.0.1");
    assertThat(answer.header("X-Request-Id")).isPresent();
  }
}
