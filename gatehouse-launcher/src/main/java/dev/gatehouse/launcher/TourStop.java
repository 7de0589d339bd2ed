package dev.gatehouse.launcher;

import static dev.gatehouse.launcher.DemoRealm.text;

import dev.gatehouse.launcher.DemoRealm.Unexpected;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.Pkce;
import dev.gatehouse.testkit.UnverifiedJwt;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A realm of the tour.
 *
 * @param client an application that signs people in
 * @param scope what it asks for beside who they are
 * @param resource the API it asks for
 * @param api the client that may introspect tokens for that API
 * @param profile what must be in the tokens
 * @param machine a client that acts for itself
 */
record TourStop(
    String realm,
    String client,
    String scope,
    String resource,
    String api,
    Profile profile,
    Machine machine) {

  /**
   * What a realm promises.
   *
   * @param roleClaim the claim in which its applications look for roles
   * @param aliases further names of claims, and the claims they repeat
   */
  record Profile(
      String algorithm,
      Duration access,
      Duration refresh,
      String roleClaim,
      Map<String, String> aliases) {}

  /** A client that acts for itself, and the role that a tenant gives it. */
  record Machine(String client, String role, String scope) {
    /** As a realm file says it. */
    String declaration(@Nullable String tenant) {
      return """
      service_accounts:
        %1$s:
          description: Works by itself
          client: %1$s
          tenant: %2$s
          roles: [%3$s]
      """
          .formatted(client, tenant, role);
    }
  }

  /** What came of a person's sign-in. */
  record Visit(String tenant, String proof) {}

  DemoRealm in(DemoHouse house) {
    return new DemoRealm(house, realm);
  }

  Visit signIn(DemoHouse house, HttpDriver browser, DemoPerson person) {
    Pkce pkce = Pkce.s256();
    FormData request =
        DemoRealm.codeRequest(client, "openid email offline_access " + scope, pkce)
            .add("resource", resource);
    URI back = in(house).authorize(browser, person, request);
    JsonNode tokens =
        asClient(
                house,
                browser,
                "token",
                FormData.of(
                    "grant_type",
                    "authorization_code",
                    "code",
                    DemoRealm.code(back),
                    "redirect_uri",
                    DemoRealm.CALLBACK,
                    "code_verifier",
                    pkce.verifier()))
            .expect(200)
            .json();
    return checked(house, browser, tokens);
  }

  private Visit checked(DemoHouse house, HttpDriver browser, JsonNode tokens) {
    String access = text(tokens, "access_token");
    UnverifiedJwt token = UnverifiedJwt.of(access);
    requireEqual("alg", profile.algorithm(), text(token.header(), "alg"));
    require(token, "aud", resource);
    long seconds =
        token.claims().required("exp").asLong() - token.claims().required("iat").asLong();
    requireEqual("lifetime", profile.access(), Duration.ofSeconds(seconds));
    profile.aliases().forEach((alias, claim) -> require(token, alias, token.claim(claim)));
    Page asked = in(house).as(browser, api, "introspect", FormData.of("token", access));
    requireEqual(api, true, asked.expect(200).json().required("active").asBoolean());
    Duration left = refreshLife(house, browser, text(tokens, "refresh_token"));
    requireEqual("refresh token", profile.refresh().toHours(), left.plusMinutes(1).toHours());
    return new Visit(token.claim("tid"), proof(token));
  }

  private Duration refreshLife(DemoHouse house, HttpDriver browser, String refreshToken) {
    JsonNode state =
        asClient(house, browser, "introspect", FormData.of("token", refreshToken))
            .expect(200)
            .json();
    return Duration.between(Instant.now(), Instant.ofEpochSecond(state.required("exp").asLong()));
  }

  private String proof(UnverifiedJwt token) {
    JsonNode claims = token.claims();
    String aliases =
        profile.aliases().entrySet().stream()
            .map(alias -> ", " + alias.getKey() + " = " + alias.getValue())
            .collect(Collectors.joining());
    return "%s, %d min, refresh %s; sid, mfa %s, amr %s, %s %s%s; %s; %s introspects it"
        .formatted(
            profile.algorithm(),
            profile.access().toMinutes(),
            inWords(profile.refresh()),
            claims.required("mfa"),
            plain(claims.required("amr")),
            profile.roleClaim(),
            plain(claims.required(profile.roleClaim())),
            aliases,
            scope,
            api);
  }

  private static String inWords(Duration life) {
    return life.toDays() > 1 ? life.toDays() + " d" : life.toHours() + " h";
  }

  private static String plain(JsonNode value) {
    return value.toString().replaceAll("[\\[\\]\"]", "");
  }

  /** The claim, which must be this. */
  void require(UnverifiedJwt token, String claim, @Nullable String expected) {
    requireEqual(claim, expected, text(token.claims(), claim));
  }

  private void requireEqual(String what, @Nullable Object expected, Object actual) {
    if (!actual.equals(expected)) {
      throw new Unexpected(
          "%s in %s: expected '%s' and got '%s'".formatted(what, realm, expected, actual));
    }
  }

  /** As this realm's application authenticates: helpdesk's sends its secret in the form. */
  private Page asClient(DemoHouse house, HttpDriver browser, String endpoint, FormData form) {
    DemoRealm there = in(house);
    return realm.equals("helpdesk")
        ? there.asInForm(browser, client, endpoint, form)
        : there.as(browser, client, endpoint, form);
  }
}
