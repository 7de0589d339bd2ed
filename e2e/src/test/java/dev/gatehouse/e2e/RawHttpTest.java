package dev.gatehouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** Requests that no client would send: each answered in our form, with our headers, and no more. */
@BlackBox
class RawHttpTest {
  private final Installation installation;

  RawHttpTest(Installation installation) {
    this.installation = installation;
  }

  /** A name, the wanted status, and the request; HOST stands for the right host. */
  static Stream<Arguments> hostileRequests() {
    String path = "/r/monitrax/.well-known/openid-configuration";
    String token = "POST /r/monitrax/oauth2/token HTTP/1.1\r\nHost: HOST\r\n";
    return Stream.of(
        Arguments.of("unknown host", 421, get(path, "Host: evil.example\r\n")),
        Arguments.of("host of the right name, other port", 421, get(path, "Host: localhost:1\r\n")),
        Arguments.of("two hosts", 400, get(path, "Host: HOST\r\nHost: HOST\r\n")),
        Arguments.of("two different hosts", 400, get(path, "Host: HOST\r\nHost: evil.example\r\n")),
        Arguments.of("no host", 400, get(path, "")),
        Arguments.of(
            "20 kB of headers",
            431,
            get(path, "Host: HOST\r\nX-Long: " + "a".repeat(20_000) + "\r\n")),
        Arguments.of("no request line", 400, "nonsense\r\n\r\n"),
        Arguments.of("version that is none", 505, "what is this\r\n\r\n"),
        Arguments.of("blank in the path", 400, "GET /a b HTTP/1.1\r\nHost: HOST\r\n\r\n"),
        Arguments.of(
            "path that climbs", 404, get("/assets/../r/monitrax/sign-in", "Host: HOST\r\n")),
        Arguments.of("encoded path that climbs", 400, get("/assets/%2e%2e/x", "Host: HOST\r\n")),
        Arguments.of("encoded slash", 400, get("/assets/x%2fy", "Host: HOST\r\n")),
        Arguments.of("NUL in the path", 400, get("/assets/x%00y", "Host: HOST\r\n")),
        Arguments.of("header without a colon", 400, get(path, "Host: HOST\r\nnonsense\r\n")),
        Arguments.of("folded header", 400, get(path, "Host: HOST\r\nX-A: b\r\n c\r\n")),
        Arguments.of("blank before the colon", 400, get(path, "Host: HOST\r\nX-A : b\r\n")),
        Arguments.of(
            "length and chunks",
            400,
            token
                + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n"),
        Arguments.of(
            "two lengths", 400, token + "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde"),
        Arguments.of("length that is no number", 400, token + "Content-Length: +4\r\n\r\nabcd"));
  }

  private static String get(String path, String headers) {
    return "GET " + path + " HTTP/1.1\r\n" + headers + "Connection: close\r\n\r\n";
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostileRequests")
  void hostileRequest_isRefusedInOurForm(String name, int status, String request) {
    RawConnection.Answer answer = send(request);
    assertThat(answer.status()).as(name).isEqualTo(status);
    assertThat(answer.answers()).as("nothing smuggled behind it").isEqualTo(1);
    expectOurForm(answer);
  }

  @Test
  void ordinaryAnswer_namesNoServer() {
    RawConnection.Answer answer = send("GET /health/live HTTP/1.1\r\nHost: HOST\r\n\r\n");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Server")).isEmpty();
  }

  private RawConnection.Answer send(String request) {
    String host = installation.base().getAuthority();
    return RawConnection.send(
        installation.address(), request.replace("Host: HOST", "Host: " + host));
  }

  private static void expectOurForm(RawConnection.Answer answer) {
    var error = JsonMapper.shared().readTree(answer.body());
    assertThat(error.propertyNames()).containsExactly("error");
    assertThat(error.path("error").propertyNames()).containsExactlyInAnyOrder("code", "message");
    assertThat(answer.header("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
    assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
    assertThat(answer.header("X-Frame-Options")).contains("DENY");
    assertThat(answer.header("Referrer-Policy")).contains("no-referrer");
    assertThat(answer.header("Cache-Control")).contains("no-store");
    assertThat(answer.header("Content-Security-Policy")).isPresent();
    assertThat(answer.header("Server")).isEmpty();
    assertThat(answer.header("X-Powered-By")).isEmpty();
    assertThat(answer.body().toLowerCase(java.util.Locale.ROOT))
        .doesNotContain("jetty", "javalin", "java.", "exception");
  }
}
