package dev.gatehouse.launcher;

import static dev.gatehouse.launcher.DemoRealm.text;

import dev.gatehouse.testkit.CaughtMail;
import dev.gatehouse.testkit.CookieJar;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.Pkce;
import dev.gatehouse.testkit.UnverifiedJwt;
import java.net.URI;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What a person and a client do from the first visit to the last, over HTTP as a browser does it.
 * Each step returns its proof or says what was wrong.
 */
final class Story {
  private static final String CLIENT = "monitrax-spa";
  private static final String SCOPE = "openid profile email offline_access";

  private final DemoHouse house;
  private final DemoRealm realm;
  private final Surroundings surroundings;
  private final List<DemoPerson> cast;
  private final DemoPerson hero;
  private final HttpDriver browser;
  private final HttpDriver application;
  private final Pkce pkce = Pkce.s256();
  private URI link = URI.create("");
  private String code = "";
  private Tokens first = new Tokens("", "", "");
  private Tokens second = new Tokens("", "", "");

  Story(DemoHouse house, Surroundings surroundings, List<DemoPerson> cast) {
    this.house = house;
    this.realm = new DemoRealm(house, "monitrax");
    this.surroundings = surroundings;
    this.cast = cast;
    this.hero = cast.getFirst();
    this.browser = HttpDriver.at(house.address());
    this.application = HttpDriver.at(house.address());
  }

  private record Tokens(String access, String refresh, String id) {
    static Tokens of(JsonNode answer) {
      return new Tokens(
          text(answer, "access_token"), text(answer, "refresh_token"), text(answer, "id_token"));
    }
  }

  /**
   * Plays it.
   *
   * @return whether every step went as it should
   */
  boolean tell(Terminal terminal) {
    terminal.heading("The story of " + hero.name() + ", " + hero.organisation());
    return StoryStep.play(steps(), terminal);
  }

  private List<StoryStep> steps() {
    return List.of(
        new StoryStep("register", () -> register(browser, hero)),
        new StoryStep("mail", () -> mail(hero)),
        new StoryStep("verify", () -> verify(browser, hero)),
        new StoryStep("more people", this::morePeople),
        new StoryStep("sign in", this::signIn),
        new StoryStep("code with PKCE", this::redeemCode),
        new StoryStep("userinfo", this::userInfo),
        new StoryStep("refresh", this::refresh),
        new StoryStep("reuse", this::reuse),
        new StoryStep("sign out", this::signOut),
        new StoryStep("record", this::record));
  }

  private String register(HttpDriver browser, DemoPerson person) {
    Page answer = realm.register(browser, person);
    return person.email() + " opens '" + person.organisation() + "': " + answer.title();
  }

  private String mail(DemoPerson person) {
    CaughtMail mail = realm.mail(person);
    link = mail.link("/verify");
    return "'" + mail.subject() + "' arrived from " + mail.from();
  }

  private String verify(HttpDriver browser, DemoPerson person) {
    // Scanners of mail follow links: looking must not use the link up.
    browser.get(link).followWithin().expect(200);
    Page done = realm.verify(browser, link);
    if (browser.get(link).followWithin().status() == 200
        && browser.get(link).followWithin().html().select("form[action$=/verify]").size() > 0) {
      throw new DemoRealm.Unexpected("the link can be used a second time");
    }
    return "looked at twice, used once: " + done.title() + ", " + person.email();
  }

  private String morePeople() {
    for (DemoPerson person : cast.subList(1, cast.size())) {
      try (HttpDriver other = HttpDriver.at(house.address())) {
        register(other, person);
        mail(person);
        verify(other, person);
      }
    }
    return cast.size() - 1 + " more, each in a tenant of their own";
  }

  private String signIn() {
    browser.cookies().clear();
    URI back = realm.authorize(browser, hero, DemoRealm.codeRequest(CLIENT, SCOPE, pkce));
    code = DemoRealm.code(back);
    return "session %s; consent; code sent to %s"
        .formatted(cookieNames(), back.toString().replaceFirst("[?].*", ""));
  }

  private String redeemCode() {
    Page answer =
        token(
            FormData.of(
                "grant_type",
                "authorization_code",
                "client_id",
                CLIENT,
                "code",
                code,
                "redirect_uri",
                DemoRealm.CALLBACK,
                "code_verifier",
                pkce.verifier()));
    first = Tokens.of(answer.expect(200).json());
    UnverifiedJwt access = UnverifiedJwt.of(first.access());
    UnverifiedJwt id = UnverifiedJwt.of(first.id());
    return "access token %s, tenant %s, roles %s; ID token %s for nonce '%s'"
        .formatted(
            text(access.header(), "alg"),
            access.claim("tid"),
            access.claims().required("roles"),
            text(id.header(), "alg"),
            id.claim("nonce"));
  }

  private String userInfo() {
    JsonNode claims =
        application
            .request("GET", realm.path("/oauth2/userinfo"))
            .asProgram()
            .bearer(first.access())
            .send()
            .expect(200)
            .json();
    requireEqual(hero.email(), text(claims, "email"));
    return "sub %s is %s <%s>, verified: %s"
        .formatted(
            text(claims, "sub"),
            text(claims, "name"),
            text(claims, "email"),
            claims.required("email_verified"));
  }

  private String refresh() {
    second = Tokens.of(refreshWith(first).expect(200).json());
    if (second.refresh().equals(first.refresh()) || second.access().equals(first.access())) {
      throw new DemoRealm.Unexpected("the tokens did not change");
    }
    return "a new access token and a new refresh token";
  }

  /** Whoever presents a rotated token holds a copy: nobody keeps anything. */
  private String reuse() {
    requireEqual("invalid_grant", text(refreshWith(first).expect(400).json(), "error"));
    requireEqual("invalid_grant", text(refreshWith(second).expect(400).json(), "error"));
    application
        .request("GET", realm.path("/oauth2/userinfo"))
        .asProgram()
        .bearer(second.access())
        .send()
        .expect(401);
    return "the old refresh token kills the family: its successor and access token are dead too";
  }

  private String signOut() {
    browser.get(realm.path("/account")).expect(200);
    browser.get(realm.path("/sign-out")).expect(200).form("/sign-out").submit().followWithin();
    Page after = browser.get(realm.path("/account"));
    if (!after.isRedirect()) {
      throw new DemoRealm.Unexpected("the account is still open: " + after.status());
    }
    return "the account asks to sign in again";
  }

  private String record() {
    StoryRecord record = StoryRecord.of(house.home(), surroundings);
    record.requireNothingOf(hero);
    return record.requireAll() + "; nothing personal in the clear";
  }

  private Page refreshWith(Tokens tokens) {
    return token(
        FormData.of(
            "grant_type", "refresh_token", "client_id", CLIENT, "refresh_token", tokens.refresh()));
  }

  private Page token(FormData form) {
    return application.request("POST", realm.path("/oauth2/token")).asProgram().form(form).send();
  }

  private String cookieNames() {
    return String.join(
        ", ", browser.cookies().all().stream().map(CookieJar.Cookie::name).distinct().toList());
  }

  private static void requireEqual(String expected, String actual) {
    if (!expected.equals(actual)) {
      throw new DemoRealm.Unexpected("expected '" + expected + "' and got '" + actual + "'");
    }
  }
}
