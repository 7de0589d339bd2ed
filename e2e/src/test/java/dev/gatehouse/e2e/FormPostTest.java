package dev.gatehouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.Pkce;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer that travels in a form (OAuth 2.0 Form Post Response Mode), in a real browser. */
@BlackBox
@Tag("browser")
class FormPostTest {
  private static final String HOSTILE = "\"><script>document.title='owned'</script>";

  private final Installation installation;
  private final Chromium chromium;

  FormPostTest(Installation installation, Chromium chromium) {
    this.installation = installation;
    this.chromium = chromium;
  }

  /** An application that takes the answer. */
  private record Callback(HttpServer server, BlockingQueue<FormData> taken)
      implements AutoCloseable {
    static Callback start() {
      try {
        HttpServer server =
            HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        Callback callback = new Callback(server, new LinkedBlockingQueue<>());
        server.createContext("/callback", callback::take);
        server.start();
        return callback;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void take(HttpExchange exchange) throws IOException {
      try (exchange) {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        taken.add(FormData.parse(body).add("method", exchange.getRequestMethod()));
        byte[] page = "<title>arrived</title>".getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/html");
        exchange.sendResponseHeaders(200, page.length);
        exchange.getResponseBody().write(page);
      }
    }

    String uri() {
      return "http://127.0.0.1:" + server.getAddress().getPort() + "/callback";
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void signIn_leadsBackByAForm_withAndWithoutJavaScript(boolean scripts) {
    Person person = Person.called("Ida Frei").register(installation);
    var options = new Browser.NewContextOptions().setJavaScriptEnabled(scripts);
    try (Callback application = Callback.start();
        BrowserContext browser = chromium.fresh(options)) {
      Page page = browser.newPage();
      page.navigate(authorize(application, "monitrax-first"));
      page.fill("input[name=email]", person.email());
      page.fill("input[name=password]", person.password());
      page.click("main form button.primary");
      if (!scripts) {
        assertThat(page.title()).startsWith("Back to ");
        page.click("main form button.primary");
      }
      page.waitForURL(application.uri());
      assertThat(page.title()).isEqualTo("arrived");
      FormData answer = application.taken().remove();
      assertThat(answer.first("method")).contains("POST");
      assertThat(answer.first("code").orElseThrow()).startsWith("ghc_");
      assertThat(answer.first("state")).contains(HOSTILE);
      assertThat(answer.first("iss")).contains(installation.realm().toString());
      assertThat(application.taken()).isEmpty();
    }
  }

  @Test
  void cancelledConsent_leadsBackByAFormToo() {
    Person person = Person.called("Olga Meier").register(installation);
    try (Callback application = Callback.start();
        BrowserContext browser = chromium.fresh()) {
      Page page = browser.newPage();
      page.navigate(authorize(application, "monitrax-web"));
      page.fill("input[name=email]", person.email());
      page.fill("input[name=password]", person.password());
      page.click("main form button.primary");
      page.click("button[value=cancel]");
      page.waitForURL(application.uri());
      FormData answer = application.taken().remove();
      assertThat(answer.first("error")).contains("access_denied");
      assertThat(answer.first("state")).contains(HOSTILE);
    }
  }

  private String authorize(Callback application, String client) {
    FormData request =
        FormData.of(
            "client_id",
            client,
            "redirect_uri",
            application.uri(),
            "response_type",
            "code",
            "response_mode",
            "form_post",
            "scope",
            "openid",
            "state",
            HOSTILE,
            "code_challenge",
            Pkce.s256().challenge(),
            "code_challenge_method",
            "S256");
    return installation.realm() + "/oauth2/authorize?" + request.encode();
  }
}
