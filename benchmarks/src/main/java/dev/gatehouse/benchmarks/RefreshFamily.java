package dev.gatehouse.benchmarks;

import dev.gatehouse.benchmarks.kind.Account;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.Pkce;
import java.net.URI;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** One person at one application, which refreshes its tokens again and again. */
final class RefreshFamily implements AutoCloseable {
  private static final String CLIENT = "monitrax-first";
  private static final String CALLBACK = "http://127.0.0.1/callback";

  private final HttpDriver application;
  private final String secret;
  private JsonNode tokens;

  private RefreshFamily(HttpDriver application, String secret, JsonNode tokens) {
    this.application = application;
    this.secret = secret;
    this.tokens = tokens;
  }

  /** A new person signs up, proves the address, signs in, and the application gets its tokens. */
  static RefreshFamily begin(ServerUnderLoad server) {
    Account person = SignUp.at(server.base(), server.mail(), "monitrax");
    String secret = server.secret(CLIENT);
    try (HttpDriver browser = HttpDriver.at(server.base())) {
      Pkce pkce = Pkce.s256();
      String code = authorize(browser, person.email(), person.password(), pkce);
      HttpDriver application = HttpDriver.at(server.base());
      FormData redemption =
          FormData.of(
              "grant_type",
              "authorization_code",
              "code",
              code,
              "redirect_uri",
              CALLBACK,
              "code_verifier",
              pkce.verifier());
      return new RefreshFamily(application, secret, token(application, secret, redemption));
    }
  }

  private static String authorize(HttpDriver browser, String email, String password, Pkce pkce) {
    FormData request =
        FormData.of(
            "response_type",
            "code",
            "client_id",
            CLIENT,
            "redirect_uri",
            CALLBACK,
            "scope",
            "openid profile email offline_access",
            "state",
            "of-the-load",
            "nonce",
            "of-the-load",
            "code_challenge",
            pkce.challenge(),
            "code_challenge_method",
            Pkce.METHOD);
    Page page = browser.get("/r/monitrax/oauth2/authorize?" + request.encode()).followWithin();
    if (page.status() == 200) {
      page =
          page.form("/sign-in").submit(Map.of("email", email, "password", password)).followWithin();
    }
    Page last = page;
    URI back = page.location().orElseThrow(() -> new IllegalStateException(last.toString()));
    return FormData.parse(back.getRawQuery())
        .first("code")
        .orElseThrow(() -> new IllegalStateException(back.toString()));
  }

  private static JsonNode token(HttpDriver application, String secret, FormData form) {
    return application
        .request("POST", "/r/monitrax/oauth2/token")
        .asProgram()
        .basic(CLIENT, secret)
        .form(form)
        .send()
        .expect(200)
        .json();
  }

  /** One refresh with rotation. */
  void refresh() {
    FormData form =
        FormData.of(
            "grant_type",
            "refresh_token",
            "refresh_token",
            tokens.required("refresh_token").asString());
    tokens = token(application, secret, form);
  }

  boolean hasIdToken() {
    return tokens.has("id_token");
  }

  @Override
  public void close() {
    application.close();
  }
}
