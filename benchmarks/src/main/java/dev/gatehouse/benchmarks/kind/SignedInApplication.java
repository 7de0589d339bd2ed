package dev.gatehouse.benchmarks.kind;

import dev.gatehouse.benchmarks.load.Answer;
import dev.gatehouse.benchmarks.load.Browser;
import dev.gatehouse.benchmarks.load.HttpConnection;
import dev.gatehouse.benchmarks.load.UnexpectedAnswer;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.Pkce;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** A person's browser and an application that gets its tokens by code and PKCE. */
final class SignedInApplication implements AutoCloseable {
  private final Registration registration;
  private final Account account;
  private final String scope;
  private final HttpConnection fromBrowser;
  private final HttpConnection fromApplication;
  private Browser browser;

  SignedInApplication(Registration registration, Account account, String scope) {
    this.registration = registration;
    this.account = account;
    this.scope = scope;
    this.fromBrowser = registration.provider().connect();
    this.fromApplication = registration.provider().connect();
    this.browser = new Browser(fromBrowser);
  }

  /** In a browser without cookies: the sign-in page, the password, the code, the tokens. */
  Answer signIn() throws IOException {
    browser = new Browser(fromBrowser);
    Pkce pkce = Pkce.s256();
    Answer page = browser.open(authorization(pkce));
    return redeem(browser.signIn(page, account.email(), account.password()), pkce);
  }

  /** The session is there: the code at once, the tokens. */
  Answer again() throws IOException {
    Pkce pkce = Pkce.s256();
    return redeem(browser.open(authorization(pkce)), pkce);
  }

  /** Sends what the application itself sends. */
  Answer post(String endpoint, Map<String, String> form) throws IOException {
    return fromApplication.send(registration.post(endpoint, Browser.encode(form)));
  }

  HttpConnection connection() {
    return fromApplication;
  }

  private String authorization(Pkce pkce) {
    Map<String, String> request = new LinkedHashMap<>();
    request.put("response_type", "code");
    request.put("client_id", registration.clientId());
    request.put("redirect_uri", Registration.CALLBACK);
    request.put("scope", scope);
    request.put("state", "af0ifjsldkj");
    request.put("nonce", "n-0S6_WzA2Mj");
    request.put("code_challenge", pkce.challenge());
    request.put("code_challenge_method", Pkce.METHOD);
    return registration.provider().path("authorization_endpoint") + "?" + Browser.encode(request);
  }

  private Answer redeem(Answer end, Pkce pkce) throws IOException {
    URI back = end.header("location").map(URI::create).orElseThrow(() -> notBack(end));
    if (!back.toString().startsWith(Registration.CALLBACK + "?")) {
      throw notBack(end);
    }
    String code = FormData.parse(back.getRawQuery()).first("code").orElseThrow(() -> notBack(end));
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", Registration.CALLBACK);
    form.put("code_verifier", pkce.verifier());
    return post("token_endpoint", form).expect(200);
  }

  private static UnexpectedAnswer notBack(Answer end) {
    String where = end.header("location").orElse("a page");
    return new UnexpectedAnswer("no code but status " + end.status() + ", " + where, end);
  }

  @Override
  public void close() {
    fromBrowser.close();
    fromApplication.close();
  }
}
