package dev.gatehouse.launcher;

import dev.gatehouse.testkit.CaughtMail;
import dev.gatehouse.testkit.Exchange;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.Pkce;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A realm of the demo as browsers and applications reach it.
 *
 * @param name as in its path
 */
record DemoRealm(DemoHouse house, String name) {
  static final String CALLBACK = "http://127.0.0.1/callback";
  private static final Duration MAIL_PATIENCE = Duration.ofSeconds(20);

  String path(String rest) {
    return "/r/" + name + rest;
  }

  /** A new browser. */
  HttpDriver browser() {
    return HttpDriver.at(house.address());
  }

  Page register(HttpDriver browser, DemoPerson person) {
    return browser
        .get(path("/register"))
        .expect(200)
        .form("/register")
        .submit(
            Map.of(
                "name", person.name(),
                "email", person.email(),
                "organisation", person.organisation(),
                "password", person.password()))
        .followWithin()
        .expect(200);
  }

  CaughtMail mail(DemoPerson person) {
    return house.mail().await(person.email(), MAIL_PATIENCE);
  }

  Page verify(HttpDriver browser, URI link) {
    return browser
        .get(link)
        .followWithin()
        .expect(200)
        .form("/verify")
        .submit()
        .followWithin()
        .expect(200);
  }

  /** From the application to our pages and, signed in and consented, back to it. */
  URI authorize(HttpDriver browser, DemoPerson person, FormData request) {
    Page page = browser.get(path("/oauth2/authorize?") + request.encode()).followWithin();
    page =
        page.expect(200)
            .form("/sign-in")
            .submit(Map.of("email", person.email(), "password", person.password()))
            .followWithin();
    if (page.status() == 200) {
      page = page.form("/oauth2/consent").press("Allow").followWithin();
    }
    Page last = page;
    return page.location()
        .orElseThrow(() -> new Unexpected("no way back to the application: " + last));
  }

  /** The request of an application for a code, with PKCE. */
  static FormData codeRequest(String client, String scope, Pkce pkce) {
    return FormData.of(
        "response_type",
        "code",
        "client_id",
        client,
        "redirect_uri",
        CALLBACK,
        "scope",
        scope,
        "state",
        "of-the-application",
        "nonce",
        "of-the-application",
        "code_challenge",
        pkce.challenge(),
        "code_challenge_method",
        Pkce.METHOD);
  }

  static String code(URI back) {
    return FormData.parse(back.getRawQuery())
        .first("code")
        .orElseThrow(() -> new Unexpected("no code in " + back));
  }

  /** Something answered otherwise than it should. */
  static final class Unexpected extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unexpected(String message) {
      super(message);
    }
  }

  /** Calls an endpoint as a client that sends its secret in the header. */
  Page as(HttpDriver application, String client, String endpoint, FormData form) {
    return request(application, endpoint, form).basic(client, secret(client)).send();
  }

  /** The same with a proof of the client's key. */
  Page as(HttpDriver application, String client, String endpoint, FormData form, String proof) {
    return request(application, endpoint, form)
        .basic(client, secret(client))
        .header("DPoP", proof)
        .send();
  }

  /** As one that sends it in the form ({@code client_secret_post}). */
  Page asInForm(HttpDriver application, String client, String endpoint, FormData form) {
    FormData whole = form.add("client_id", client).add("client_secret", secret(client));
    return request(application, endpoint, whole).send();
  }

  private Exchange request(HttpDriver application, String endpoint, FormData form) {
    return application.request("POST", path("/oauth2/" + endpoint)).asProgram().form(form);
  }

  private String secret(String client) {
    return SecretsFolder.read(house.home().secrets(), client)
        .orElseThrow(() -> new Unexpected("there is no secret of " + client))
        .reveal();
  }

  static String text(JsonNode node, String member) {
    return node.required(member).stringValue();
  }
}
