package dev.gatehouse.server.app;

import dev.gatehouse.ledger.AuditRecord;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.Pkce;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A person with a browser, as stories tell it: signs up, signs in, lets an application ask. */
final class Visitor {
  static final String REALM = "/r/monitrax";
  static final String PASSWORD = "seventeen quiet herons by the river";
  static final String NEW_PASSWORD = "eleven orange kites above the harbour";
  static final String CALLBACK = "http://127.0.0.1:49152/callback";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final AtomicInteger COUNT = new AtomicInteger(10_000);

  final RunningServer server;
  final String email;
  final String organisation;
  HttpDriver browser;

  private Visitor(RunningServer server, String email, String organisation) {
    this.server = server;
    this.email = email;
    this.organisation = organisation;
    this.browser = server.browser();
  }

  /** Somebody who was never here, with an address of their own. */
  static Visitor unknown(RunningServer server) {
    int number = COUNT.incrementAndGet();
    return new Visitor(server, "person" + number + "@example.com", "House " + number);
  }

  /** Somebody who signed up and proved their address. */
  static Visitor registered(RunningServer server) {
    Visitor visitor = unknown(server);
    visitor.signUp();
    visitor.verify();
    return visitor;
  }

  /** Somebody who is signed in. */
  static Visitor signedIn(RunningServer server) {
    Visitor visitor = registered(server);
    visitor.signIn().expect(303);
    return visitor;
  }

  Page signUp() {
    return browser
        .get(REALM + "/register")
        .expect(200)
        .form()
        .submit(
            Map.of(
                "name",
                "Ada Lovelace",
                "email",
                email,
                "organisation",
                organisation,
                "password",
                PASSWORD));
  }

  /** The link of the last mail of that kind. */
  URI link(String path) {
    return server.mail().await(email, PATIENCE).link(path);
  }

  Page verify() {
    return browser.get(link("/verify")).expect(200).form().submit().expect(303);
  }

  Page signIn() {
    return signIn(PASSWORD);
  }

  Page signIn(String password) {
    Page page = browser.get(REALM + "/sign-in").followAll().expect(200);
    return page.form().submit(Map.of("email", email, "password", password));
  }

  /** Another browser of the same person, with nothing in it. */
  Visitor elsewhere() {
    return new Visitor(server, email, organisation);
  }

  Page account() {
    return browser.get(REALM + "/account");
  }

  /** Whether the browser is signed in. */
  boolean isSignedIn() {
    return account().status() == 200;
  }

  /** Types of the records of their organisation, oldest first. */
  List<String> recorded() {
    return Records.of(server, organisation).stream().map(AuditRecord::type).toList();
  }

  /** What an application asks for. */
  record Ask(String client, String scope, Pkce pkce, Map<String, String> extra) {
    static Ask of(String client, String scope) {
      return new Ask(client, scope, Pkce.s256(), Map.of());
    }

    Ask with(String name, String value) {
      Map<String, String> more = new LinkedHashMap<>(extra);
      more.put(name, value);
      return new Ask(client, scope, pkce, more);
    }

    String path() {
      Map<String, String> all = new LinkedHashMap<>();
      all.put("client_id", client);
      all.put("redirect_uri", CALLBACK);
      all.put("response_type", "code");
      all.put("scope", scope);
      all.put("state", "a-state");
      all.put("nonce", "a-nonce");
      all.put("code_challenge", pkce.challenge());
      all.put("code_challenge_method", "S256");
      all.putAll(extra);
      return REALM + "/oauth2/authorize?" + encoded(all);
    }
  }

  /** Lets the application ask; allows it where the person is asked. Answers the redirect to it. */
  Page authorize(Ask ask) {
    Page page = browser.get(ask.path());
    while (page.isRedirect() && isOurs(page)) {
      page = page.follow();
    }
    if (page.status() == 200) {
      page = page.form().press("Allow");
      while (page.isRedirect() && isOurs(page)) {
        page = page.follow();
      }
    }
    return page.expect(303);
  }

  private boolean isOurs(Page page) {
    return page.location().map(URI::getPort).equals(Optional.of(server.base().getPort()));
  }

  /** The code of the redirect. */
  String code(Ask ask) {
    return Objects.requireNonNull(parameters(authorize(ask)).get("code"));
  }

  static Map<String, String> parameters(Page redirect) {
    URI location = redirect.location().orElseThrow();
    return Arrays.stream(Objects.toString(location.getRawQuery(), "").split("&", -1))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }

  /** The token endpoint, as {@code monitrax-web} unless the form names another client. */
  Page token(FormData form) {
    var request = server.browser().request("POST", REALM + "/oauth2/token").asProgram().form(form);
    String client = form.first("client_id").orElse("monitrax-web");
    return switch (client) {
      case "monitrax-web" -> request.basic(client, server.webSecret()).send();
      case "monitrax-first" -> request.basic(client, server.firstPartySecret()).send();
      default -> request.send();
    };
  }

  Page exchange(Ask ask, String code) {
    FormData form =
        FormData.of(
            "grant_type",
            "authorization_code",
            "code",
            code,
            "redirect_uri",
            CALLBACK,
            "code_verifier",
            ask.pkce().verifier());
    return token(ask.client().equals("monitrax-web") ? form : form.add("client_id", ask.client()));
  }

  JsonNode tokens(Ask ask) {
    return exchange(ask, code(ask)).expect(200).json();
  }

  Page refresh(String client, String refreshToken) {
    FormData form = FormData.of("grant_type", "refresh_token", "refresh_token", refreshToken);
    return token(client.equals("monitrax-web") ? form : form.add("client_id", client));
  }

  Page userInfo(String accessToken) {
    return server
        .browser()
        .request("GET", REALM + "/oauth2/userinfo")
        .asProgram()
        .bearer(accessToken)
        .send();
  }

  private static String encoded(Map<String, String> values) {
    return values.entrySet().stream()
        .map(entry ->
            entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
