package dev.gatehouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpDriverTest {

  /** What the server saw. */
  private record Seen(
      String request, String body, String cookie, String origin, String site, String type) {}

  private static final String LOGIN =
      """
      <title>Sign in</title>
      <a href="forgot?x=1&amp;y=2">Forgot your password?</a>
      <form id="signin" method="post" action="/login">
        <input type="hidden" name="csrf" value="t&amp;1"><input name="email"><input type=password name="password">
        <input type="checkbox" name="remember" checked><input type="checkbox" name="news">
        <select name="lang"><option value="de">Deutsch<option value="en" selected>English</select>
        <button name="act" value="in">Sign in</button><button type="button">Show</button>
      </form>
      <form method="get" action="?old=1"><input name="q" value="a b"></form>
      """;

  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private HttpDriver browser;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    browser = HttpDriver.at(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"));
  }

  @AfterEach
  void stop() {
    browser.close();
    server.stop(0);
  }

  @Test
  void submit_formOfAPage_sendsHiddenFieldsCookieAndOrigin() {
    Page page = browser.get("/login").expect(200);
    assertThat(page.title()).isEqualTo("Sign in");

    Page answer =
        page.form("signin").fill(Map.of("email", "ada@example.com")).press("Sign in").expect(303);

    Seen post = seen.getLast();
    assertThat(post.request()).isEqualTo("POST /login");
    assertThat(post.body())
        .isEqualTo("csrf=t%261&email=ada%40example.com&password=&remember=on&lang=en&act=in");
    assertThat(post.cookie()).isEqualTo("__Host-gh=s1");
    assertThat(post.origin()).isEqualTo(origin());
    assertThat(post.site()).isEqualTo("same-origin");
    assertThat(answer.location()).contains(URI.create(origin() + "/home"));

    assertThat(answer.follow().json().get("hello").stringValue()).isEqualTo("you");
    assertThat(seen.getLast().request()).isEqualTo("GET /home");
    assertThat(seen.getLast().site()).isEqualTo("same-origin");
  }

  @Test
  void form_byActionIdOrSelector_theSame() {
    Page page = browser.get("/login");

    assertThat(page.form("/login").value("csrf")).contains("t&1");
    assertThat(page.form("#signin").data()).isEqualTo(page.form("signin").data());
    assertThat(page.forms()).hasSize(2);
    assertThatThrownBy(() -> page.form("nope")).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> page.form("signin").fill("nope", "x"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no field 'nope'");
    assertThatThrownBy(() -> page.form("signin").press("Nope"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("[Sign in]");
  }

  @Test
  void submit_getForm_replacesTheQuery() {
    browser.get("/login").forms().getLast().submit();

    assertThat(seen.getLast().request()).isEqualTo("GET /login?q=a+b");
  }

  @Test
  void click_link_decodesAndResolves() {
    browser.get("/login").click("Forgot your password?");

    assertThat(seen.getLast().request()).isEqualTo("GET /forgot?x=1&y=2");
  }

  @Test
  void get_withoutAPage_comesFromNowhereAndFollowsNothing() {
    Page page = browser.get("/old");

    assertThat(seen).extracting(Seen::site).containsExactly("none");
    assertThat(page.status()).isEqualTo(307);
    assertThat(page.followAll().uri().getPath()).isEqualTo("/home");
  }

  @Test
  void follow_307_repeatsTheForm() {
    browser.post("/old", FormData.of("a", "1", "a", "2")).follow();

    assertThat(seen.getLast().request()).isEqualTo("POST /home");
    assertThat(seen.getLast().body()).isEqualTo("a=1&a=2");
  }

  @Test
  void from_anotherSite_keepsLaxCookiesBack() {
    browser.get("/login");

    browser
        .request("POST", "/login")
        .from(URI.create("https://evil.example/page"))
        .form(FormData.of("a", "b"))
        .send();

    assertThat(seen.getLast().origin()).isEqualTo("https://evil.example");
    assertThat(seen.getLast().site()).isEqualTo("cross-site");
    assertThat(seen.getLast().cookie()).isEmpty();
  }

  @Test
  void twoDrivers_twoBrowsers() {
    browser.get("/login");
    try (HttpDriver other = HttpDriver.at(browser.base())) {
      other.get("/home");
    }

    assertThat(seen.getLast().cookie()).isEmpty();
    browser.get("/home");
    assertThat(seen.getLast().cookie()).isEqualTo("__Host-gh=s1");
  }

  @Test
  void body_raw_goesAsItIs() {
    browser.request("PUT", "/home").asProgram().body("text/plain", "%%%not=a&form").send();

    assertThat(seen.getLast())
        .isEqualTo(new Seen("PUT /home", "%%%not=a&form", "", "", "", "text/plain"));
  }

  private String origin() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    seen.add(
        new Seen(
            exchange.getRequestMethod() + " " + exchange.getRequestURI(),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
            header(exchange, "Cookie"),
            header(exchange, "Origin"),
            header(exchange, "Sec-Fetch-Site"),
            header(exchange, "Content-Type")));
    int status = 200;
    String body = "{\"hello\":\"you\"}";
    if (path.equals("/old")) {
      exchange.getResponseHeaders().add("Location", "/home");
      status = 307;
    } else if (path.equals("/login") && exchange.getRequestMethod().equals("POST")) {
      exchange.getResponseHeaders().add("Location", "home");
      status = 303;
    } else if (path.equals("/login")) {
      exchange
          .getResponseHeaders()
          .add("Set-Cookie", "__Host-gh=s1; Path=/; Secure; HttpOnly; SameSite=Lax");
      body = LOGIN;
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }
}
