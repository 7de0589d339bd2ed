package dev.gatehouse.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpConnectionTest {
  private final List<String> seen = new ArrayList<>();
  private HttpServer server = newServer();

  private static HttpServer newServer() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void start() {
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          String cookie = String.valueOf(exchange.getRequestHeaders().getFirst("Cookie"));
          seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
          seen.add(exchange.getRemoteAddress().getPort() + " " + cookie);
          byte[] answer = answer(exchange.getRequestURI().getPath());
          exchange.getResponseHeaders().add("Set-Cookie", "seen=yes; Path=/; HttpOnly");
          boolean moved = exchange.getRequestURI().getPath().equals("/moved");
          if (moved) {
            exchange.getResponseHeaders().add("Location", "/form?a=b");
          }
          exchange.sendResponseHeaders(moved ? 302 : 200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  private static byte[] answer(String path) {
    String page =
        path.equals("/form")
            ? """
            <form action="/elsewhere"><input name="q"></form>
            <form action="/sign-in?x=1&amp;y=2" method="post">
              <input type="hidden" name="csrf" value="t&amp;k"><input name="username" type="text">
              <input type="password" name="password"><input type="checkbox" name="remember">
              <input name="organisation" value="">
            </form>
            """
            : "{\"a\":1}";
    return page.getBytes(StandardCharsets.UTF_8);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private URI base() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  @Test
  void send_twice_usesOneConnection() throws IOException {
    try (HttpConnection connection = new HttpConnection(base())) {
      assertThat(connection.send(Call.get("/a?b=c")).expect(200).json().get("a").asInt())
          .isEqualTo(1);
      connection.send(Call.post("/p", "x=y"));
    }
    assertThat(seen.get(0)).isEqualTo("GET /a?b=c ");
    assertThat(seen.get(2)).isEqualTo("POST /p x=y");
    assertThat(seen.get(1)).isEqualTo(seen.get(3));
  }

  @Test
  void browser_followsAndFillsInTheFormWithThePassword() throws IOException {
    try (HttpConnection connection = new HttpConnection(base())) {
      Browser browser = new Browser(connection);
      Answer page = browser.open("/moved");
      browser.signIn(page, "a@b.example", "violet kettle").expect(200);
    }
    assertThat(seen)
        .element(4)
        .isEqualTo(
            "POST /sign-in?x=1&y=2 csrf=t%26k&username=a%40b.example&password=violet+kettle&organisation=");
    assertThat(seen.get(5)).endsWith(" seen=yes");
  }

  @Test
  void expect_anotherStatus_saysWhatCame() throws IOException {
    try (HttpConnection connection = new HttpConnection(base())) {
      Answer answer = connection.send(Call.get("/"));
      assertThatThrownBy(() -> answer.expect(201))
          .isInstanceOf(UnexpectedAnswer.class)
          .hasMessage("status 200 instead of 201: {\"a\":1}");
    }
  }

  @Test
  void read_chunks_areJoined() throws IOException {
    String[] lines = {
      "HTTP/1.1 200 OK",
      "Transfer-Encoding: chunked",
      "",
      "4;x=y",
      "wiki",
      "A",
      "pedia12345",
      "0",
      "Trailer: t",
      "",
      ""
    };
    Answer answer = HttpConnection.read(in(String.join("\r\n", lines)));
    assertThat(answer.text()).isEqualTo("wikipedia12345");
  }

  @Test
  void read_answerWithoutBody_isEmpty() throws IOException {
    Answer answer = HttpConnection.read(in("HTTP/1.1 204 No Content\r\n\r\n"));
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void read_cutOff_isRefused() {
    assertThatThrownBy(
            () -> HttpConnection.read(in("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc")))
        .isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> HttpConnection.read(in("HTTP/1.1 200 OK\r\nContent-Le")))
        .isInstanceOf(EOFException.class);
  }

  private static ByteArrayInputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
