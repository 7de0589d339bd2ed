package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.testkit.Mutations;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Bytes near good requests, at the port: each is answered or cut off, and none is a bug of ours.
 */
@Tag("database")
class WholeRequestFuzzTest {
  private static final int PATIENCE_MILLIS = 30_000;

  @Test
  void bytesNearGoodRequests_areAnsweredOrCutOff_neverABug() {
    try (RunningServer server = RunningServer.start()) {
      JsonNode tokens =
          Visitor.signedIn(server).tokens(Ask.of("monitrax-spa", "openid offline_access"));
      Mutations.of(requests(server, tokens))
          .atMost(1_000)
          .all(request -> expectNoBug(send(server, request)));
      server.browser().get("/health/live").expect(200);
      server.browser().get(Visitor.REALM + "/sign-in").followWithin().expect(200);
    }
  }

  private static String[] requests(RunningServer server, JsonNode tokens) {
    String bearer = "Authorization: Bearer " + tokens.get("access_token").asString() + "\r\n";
    String web = "Authorization: Basic " + base64("monitrax-web:" + server.webSecret()) + "\r\n";
    String machine =
        "Authorization: Basic "
            + base64("monitrax-machine:" + server.secret("monitrax-machine"))
            + "\r\n";
    String refresh =
        "grant_type=refresh_token&client_id=monitrax-spa&refresh_token="
            + tokens.get("refresh_token").asString();
    String authorize =
        "/oauth2/authorize?response_type=code&client_id=monitrax-spa&scope=openid&state=s&nonce=n"
            + "&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcallback&code_challenge_method=S256"
            + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&prompt=login&max_age=1";
    return new String[] {
      get(server, authorize, ""),
      get(server, "/oauth2/userinfo", bearer),
      get(server, "/oauth2/logout?client_id=monitrax-spa&id_token_hint=a.b.c&state=s", ""),
      get(server, "/sign-in", "Cookie: __Host-gh-monitrax-browser=AAAA; x=y\r\n"),
      post(server, "/oauth2/token", "", refresh),
      post(server, "/oauth2/token", machine, "grant_type=client_credentials&tenant=acme"),
      post(server, "/oauth2/introspect", web, "token=" + tokens.get("access_token").asString()),
      post(server, "/oauth2/revoke", web, "token=abc&token_type_hint=refresh_token"),
      post(server, "/sign-in", "", "email=ada%40brunner.example&password=x&csrf=y"),
      request(
          server,
          "POST",
          "/oauth2/register",
          "Content-Type: application/json\r\nAuthorization: Bearer abc\r\n",
          "{\"client_name\": \"Parts\", \"redirect_uris\": [\"https://parts.example/cb\"]}")
    };
  }

  private static String get(RunningServer server, String path, String headers) {
    return request(server, "GET", path, headers, "");
  }

  private static String post(RunningServer server, String path, String headers, String form) {
    String type = "Content-Type: application/x-www-form-urlencoded\r\n";
    return request(server, "POST", path, headers + type, form);
  }

  private static String request(
      RunningServer server, String method, String path, String headers, String body) {
    return "%s %s HTTP/1.1\r\nHost: %s\r\n%sContent-Length: %d\r\nConnection: close\r\n\r\n%s"
        .formatted(
            method,
            Visitor.REALM + path,
            server.base().getAuthority(),
            headers,
            body.length(),
            body);
  }

  /** What comes back after everything is said, until the connection ends. */
  private static String send(RunningServer server, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.base().getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (SocketException cutOff) {
      return "";
    }
  }

  private static void expectNoBug(String answer) {
    assertThat(answer)
        .doesNotContain("HTTP/1.1 500", "\"server_error\"", "\tat ", "Exception", "dev.gatehouse");
    if (!answer.isEmpty()) {
      assertThat(answer).startsWith("HTTP/1.");
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
