package dev.gatehouse.launcher;

import static dev.gatehouse.launcher.DemoRealm.text;

import dev.gatehouse.launcher.DemoRealm.Unexpected;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.Pkce;
import dev.gatehouse.testkit.UnverifiedJwt;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * How an application keeps what it asks for and what it gets to itself: requests sent ahead (RFC
 * 9126), tokens bound to its key (RFC 9449), and the news that a session ended (OpenID Connect
 * Back-Channel Logout).
 */
final class Safeguards {
  private static final String CLIENT = "monitrax-web";

  private final DemoHouse house;
  private final DemoRealm realm;
  private final DemoPerson person;
  private final HttpDriver browser;
  private final HttpDriver application;
  private final Pkce pkce = Pkce.s256();
  private final ProofKey key = ProofKey.generate();
  private String code = "";
  private String access = "";
  private String session = "";

  Safeguards(DemoHouse house, DemoPerson person) {
    this.house = house;
    this.realm = new DemoRealm(house, "monitrax");
    this.person = person;
    this.browser = realm.browser();
    this.application = realm.browser();
  }

  /**
   * Plays it.
   *
   * @return whether every step went as it should
   */
  boolean tell(Terminal terminal) {
    terminal.print("");
    terminal.heading("What an application keeps to itself");
    try (LogoutReceiver receiver = LogoutReceiver.open(realm, CLIENT)) {
      return StoryStep.play(
          List.of(
              new StoryStep("pushed", this::pushed),
              new StoryStep("bound", this::bound),
              new StoryStep("proof", this::proof),
              new StoryStep("stolen", this::stolen),
              new StoryStep("listening", () -> listening(receiver)),
              new StoryStep("told", () -> told(receiver))),
          terminal);
    }
  }

  private String pushed() {
    FormData request =
        DemoRealm.codeRequest(CLIENT, "openid profile", pkce).add("dpop_jkt", key.thumbprint());
    JsonNode answer = realm.as(application, CLIENT, "par", request).expect(201).json();
    FormData reference =
        FormData.of("client_id", CLIENT, "request_uri", text(answer, "request_uri"));
    code = DemoRealm.code(realm.authorize(browser, person, reference));
    browser.get(realm.path("/oauth2/authorize?") + reference.encode()).expect(400);
    return "a request of %d characters sent ahead; the address carries a reference, good once for %s s"
        .formatted(request.encode().length(), answer.required("expires_in"));
  }

  private String bound() {
    FormData form =
        FormData.of(
            "grant_type",
            "authorization_code",
            "code",
            code,
            "redirect_uri",
            DemoRealm.CALLBACK,
            "code_verifier",
            pkce.verifier());
    String proof = key.proof("POST", endpoint("/oauth2/token"), Optional.empty());
    JsonNode tokens = realm.as(application, CLIENT, "token", form, proof).expect(200).json();
    requireEqual("DPoP", text(tokens, "token_type"));
    access = text(tokens, "access_token");
    session = UnverifiedJwt.of(text(tokens, "id_token")).claim("sid");
    String named = text(UnverifiedJwt.of(access).claims().required("cnf"), "jkt");
    requireEqual(key.thumbprint(), named);
    return "the access token is good with the application's key alone, " + named;
  }

  private String proof() {
    JsonNode claims = userInfo(key).expect(200).json();
    return "with a fresh proof of that key, userinfo says: " + text(claims, "name");
  }

  private String stolen() {
    Page other = userInfo(ProofKey.generate()).expect(401);
    Page bearer =
        application
            .request("GET", realm.path("/oauth2/userinfo"))
            .asProgram()
            .bearer(access)
            .send()
            .expect(401);
    return "the same token with another key: %d; without any: %d"
        .formatted(other.status(), bearer.status());
  }

  private Page userInfo(ProofKey of) {
    return application
        .request("GET", realm.path("/oauth2/userinfo"))
        .asProgram()
        .header("Authorization", "DPoP " + access)
        .header("DPoP", of.proof("GET", endpoint("/oauth2/userinfo"), Optional.of(access)))
        .send();
  }

  /** As {@code apply} does: the realm's file, and where the application listens. */
  private String listening(LogoutReceiver receiver) {
    String shipped = PrivateFiles.read(house.home().realms().resolve("monitrax.yaml"));
    String client = "\n  " + CLIENT + ":\n";
    if (!shipped.contains(client)) {
      throw new Unexpected("the realm has no " + CLIENT);
    }
    String text =
        shipped.replace(
            client, client + "    backchannel_logout_uri: " + receiver.address() + "\n");
    ApplyClient apply =
        new ApplyClient(
            new AdminCalls(house.home().adminSocket()),
            List.of(new ApplyClient.File("monitrax.yaml", text)),
            Set.of());
    ApplyClient.Outcome plan = apply.plan();
    ApplyClient.Outcome _ = apply.apply(plan.version());
    return "applied: "
        + plan.realms().stream().flatMap(it -> it.changes().stream()).toList().getFirst();
  }

  private String told(LogoutReceiver receiver) {
    browser.get(realm.path("/sign-out")).expect(200).form("/sign-out").submit().followWithin();
    requireEqual(session, receiver.await());
    requireEqual("invalid_token", error(userInfo(key).expect(401)));
    return "%s signs out: the application verified a logout token for session %s; its token is dead"
        .formatted(person.name(), session);
  }

  private static String error(Page refused) {
    return refused.json().path("error").asString("");
  }

  private URI endpoint(String path) {
    return house.address().resolve(realm.path(path));
  }

  private static void requireEqual(String expected, String actual) {
    if (!expected.equals(actual)) {
      throw new Unexpected("expected '" + expected + "' and got '" + actual + "'");
    }
  }
}
