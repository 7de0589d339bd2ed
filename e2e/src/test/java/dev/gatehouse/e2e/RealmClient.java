package dev.gatehouse.e2e;

import dev.gatehouse.testkit.Exchange;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.Page;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A client of a realm: signs people in with {@code openid-client}, or acts for itself.
 *
 * @param id as the realm's file names it; its secret is one of the installation's
 */
record RealmClient(Installation installation, String realm, String id) {

  /**
   * What came of a sign-in, as the application tells it.
   *
   * @param client still running
   * @param authorize where it sent the person
   * @param signedIn tokens and the claims of the ID token
   * @param userInfo claims about the person
   */
  record SignIn(OpenIdClient client, URI authorize, JsonNode signedIn, JsonNode userInfo)
      implements AutoCloseable {
    String accessToken() {
      return signedIn.required("accessToken").asString();
    }

    String idToken() {
      return signedIn.required("idToken").asString();
    }

    @Override
    public void close() {
      client.close();
    }
  }

  /** With the secret it authenticates by, if it has one, as the script wants them. */
  Map<String, Object> settings(String scope) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("issuer", installation.issuer(realm).toString());
    settings.put("clientId", id);
    settings.put("scope", scope);
    return settings;
  }

  Map<String, Object> confidentialSettings(String scope) {
    Map<String, Object> settings = settings(scope);
    settings.put("clientSecret", installation.secret(id));
    return settings;
  }

  /** Has this person sign in for the application, in a browser of their own. */
  SignIn signIn(Person person, Map<String, ?> settings) {
    try (HttpDriver browser = installation.browser()) {
      return signIn(browser, person, settings);
    }
  }

  SignIn signIn(HttpDriver browser, Person person, Map<String, ?> settings) {
    OpenIdClient client = OpenIdClient.start("profile.js", settings);
    try {
      JsonNode authorize = client.expect("authorize");
      Page page =
          person.enterPassword(browser.get(authorize.path("url").asString()).followWithin());
      if (page.status() == 200) {
        page = page.form("/oauth2/consent").press("Allow").followWithin();
      }
      String callback = authorize.path("callback").asString();
      Page last = page;
      if (!page.location().map(to -> to.toString().startsWith(callback)).orElse(false)) {
        throw new AssertionError("not back at " + callback + " but " + last);
      }
      page.follow().expect(200);
      return new SignIn(
          client,
          URI.create(authorize.path("url").asString()),
          client.expect("signed in"),
          client.expect("userinfo"));
    } catch (RuntimeException | AssertionError failed) {
      client.close();
      throw failed;
    }
  }

  /** Asks for a token of its own (RFC 6749 §4.4). */
  Page token(String... parameters) {
    return post("token", FormData.of(parameters).add("grant_type", "client_credentials"), id);
  }

  /** Asks what a token is worth (RFC 7662). */
  JsonNode introspect(String token) {
    return post("introspect", FormData.of("token", token), id).expect(200).json();
  }

  private Page post(String endpoint, FormData form, String as) {
    try (HttpDriver program = installation.browser()) {
      Exchange request =
          program.request("POST", "/r/" + realm + "/oauth2/" + endpoint).asProgram().form(form);
      return request.basic(as, installation.secret(as)).send();
    }
  }
}
