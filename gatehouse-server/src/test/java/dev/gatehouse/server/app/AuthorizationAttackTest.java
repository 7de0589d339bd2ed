package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.AuditRecord;
import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.session.Revocations;
import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.Pkce;
import dev.gatehouse.testkit.Requirement;
import dev.gatehouse.testkit.UnverifiedJwt;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Codes, consents and tokens in the wrong hands, over HTTP. */
@Tag("database")
class AuthorizationAttackTest {
  private static final String WEB = "monitrax-web";

  private final RunningServer server = RunningServer.shared();

  private String issuer() {
    return server.base() + Visitor.REALM;
  }

  @Test
  @Attack("O6")
  void codeOfAnother_redeemsForNobodyElse_andEveryAnswerNamesItsIssuer() {
    Visitor mallory = Visitor.signedIn(server);
    Visitor ada = Visitor.signedIn(server);
    for (String client : List.of(WEB, "monitrax-spa", "monitrax-first")) {
      // the attacker's code, put into the victim's flow: the victim's verifier does not fit
      Ask attackers = Ask.of(client, "openid");
      Ask victims = new Ask(client, "openid", Pkce.s256(), Map.of("nonce", "of-the-victim"));
      Page injected = ada.exchange(victims, mallory.code(attackers)).expect(400);
      assertThat(injected.json().get("error").asString()).isEqualTo("invalid_grant");
      // without a verifier neither
      FormData bare =
          FormData.of(
              "grant_type",
              "authorization_code",
              "client_id",
              client,
              "code",
              mallory.code(attackers),
              "redirect_uri",
              Visitor.CALLBACK);
      ada.token(client.equals(WEB) ? bare.without("client_id") : bare).expect(400);
      // nor at another client
      Ask elsewhere =
          new Ask(client.equals(WEB) ? "monitrax-spa" : WEB, "openid", attackers.pkce(), Map.of());
      ada.exchange(elsewhere, mallory.code(attackers)).expect(400);
      // and the nonce of the request stands in the ID token, so that the client sees whose it is
      String idToken = ada.tokens(victims).get("id_token").asString();
      assertThat(UnverifiedJwt.of(idToken).claims().get("nonce").asString())
          .isEqualTo("of-the-victim");
      assertThat(UnverifiedJwt.of(idToken).claims().get("iss").asString()).isEqualTo(issuer());
    }
    JsonNode metadata =
        server.browser().get(Visitor.REALM + "/.well-known/openid-configuration").json();
    assertThat(metadata.get("issuer").asString()).isEqualTo(issuer());
    assertThat(metadata.get("authorization_response_iss_parameter_supported").asBoolean()).isTrue();
    assertThat(Visitor.parameters(ada.authorize(Ask.of(WEB, "openid"))))
        .containsKey("code")
        .containsEntry("iss", issuer());
    errorsNameTheirIssuer(ada);
  }

  private void errorsNameTheirIssuer(Visitor ada) {
    Ask fine = Ask.of(WEB, "openid");
    Map<String, Ask> asks =
        Map.of(
            "unsupported_response_type", fine.with("response_type", "token"),
            "invalid_scope", fine.with("scope", "nothing-known"),
            "invalid_request", fine.with("code_challenge_method", "plain"),
            "request_not_supported", fine.with("request", "a.b.c"),
            "request_uri_not_supported", fine.with("request_uri", "https://canary.example"),
            "registration_not_supported", fine.with("registration", "{}"));
    asks.forEach((error, ask) -> assertError(ada.browser.get(ask.path()).expect(303), error));
    Page signedOut = server.browser().get(fine.with("prompt", "none").path()).expect(303);
    assertError(signedOut, "login_required");
    Visitor bob = Visitor.signedIn(server);
    assertError(
        bob.browser.get(fine.with("prompt", "none").path()).expect(303), "consent_required");
    Page cancelled = bob.browser.get(fine.path()).expect(200).form().press("Cancel");
    assertError(cancelled.expect(303), "access_denied");
  }

  private void assertError(Page redirect, String error) {
    assertThat(redirect.location().orElseThrow().toString()).startsWith(Visitor.CALLBACK);
    assertThat(Visitor.parameters(redirect))
        .containsEntry("error", error)
        .containsEntry("iss", issuer())
        .containsEntry("state", "a-state")
        .doesNotContainKey("code");
  }

  @Test
  @Attack("O21")
  void consent_isGivenByThePersonThemselves() {
    Visitor ada = Visitor.signedIn(server);
    Visitor mallory = Visitor.signedIn(server);
    Ask ask = Ask.of(WEB, "openid email");
    assertError(ada.browser.get(ask.with("prompt", "none").path()).expect(303), "consent_required");

    // from another site: with no token, with another's, and with the right one
    Page asked = ada.browser.get(ask.path()).expect(200);
    FormData form = asked.form().data().add("decision", "allow");
    String path = Visitor.REALM + "/oauth2/consent";
    String theirs = mallory.browser.get(ask.path()).form().value("csrf").orElseThrow();
    ada.browser.post(path, form.without("csrf")).expect(403);
    ada.browser.post(path, form.set("csrf", theirs)).expect(403);
    String session = ada.browser.cookies().get("__Host-gh-monitrax").orElseThrow().value();
    String browser = ada.browser.cookies().get("__Host-gh-monitrax-browser").orElseThrow().value();
    server
        .browser()
        .request("POST", path)
        .form(form)
        .header("Sec-Fetch-Site", "cross-site")
        .header(
            "Cookie", "__Host-gh-monitrax=" + session + "; __Host-gh-monitrax-browser=" + browser)
        .send()
        .expect(403);

    // the victim's request finished in the attacker's session, and the other way round
    FormData foreign = form.set("csrf", theirs);
    assertThat(mallory.browser.post(path, foreign).status()).isEqualTo(400);
    String malloryJourney = mallory.browser.get(ask.path()).form().value("journey").orElseThrow();
    assertThat(ada.browser.post(path, form.set("journey", malloryJourney)).status()).isEqualTo(400);
    assertError(ada.browser.get(ask.with("prompt", "none").path()).expect(303), "consent_required");
    assertError(
        mallory.browser.get(ask.with("prompt", "none").path()).expect(303), "consent_required");
    onceGiven(ada, ask, form);
  }

  /** It counts for this client and this scope, and the form is used up. */
  private void onceGiven(Visitor ada, Ask ask, FormData form) {
    String path = Visitor.REALM + "/oauth2/consent";
    Page allowed = ada.browser.post(path, form).expect(303);
    assertThat(Visitor.parameters(allowed)).containsKey("code");
    assertThat(ada.browser.post(path, form).status()).isEqualTo(400);
    assertThat(Visitor.parameters(ada.browser.get(ask.with("prompt", "none").path()).expect(303)))
        .containsKey("code");
    Ask more = Ask.of(WEB, "openid email profile").with("prompt", "none");
    assertError(ada.browser.get(more.path()).expect(303), "consent_required");
    Ask other = Ask.of("monitrax-spa", "openid email").with("prompt", "none");
    assertError(ada.browser.get(other.path()).expect(303), "consent_required");
  }

  /** Everything of a person, issued now. */
  private record Held(Visitor visitor, String access, String refresh, Ask ask, String code) {
    static Held by(Visitor visitor) {
      JsonNode tokens = visitor.tokens(Ask.of("monitrax-spa", "openid offline_access"));
      Ask ask = Ask.of("monitrax-spa", "openid");
      return new Held(
          visitor,
          tokens.get("access_token").asString(),
          tokens.get("refresh_token").asString(),
          ask,
          visitor.code(ask));
    }

    void assertAlive() {
      assertThat(visitor.isSignedIn()).isTrue();
      visitor.userInfo(access).expect(200);
    }

    void assertDead(String why) {
      visitor.userInfo(access).expect(401);
      visitor.refresh("monitrax-spa", refresh).expect(400);
      visitor.exchange(ask, code).expect(400);
      assertThat(visitor.isSignedIn()).as(why).isFalse();
    }
  }

  @Test
  @Requirement("POR-2.2")
  void revokeAllBefore_personTenantOrRealm_isAskedAtEveryRequest() {
    // a realm-wide revocation would end the sessions of other tests
    try (RunningServer own = RunningServer.start()) {
      RealmId realm = new RealmId("monitrax");
      for (Revocations.Kind kind :
          List.of(Revocations.Kind.PRINCIPAL, Revocations.Kind.TENANT, Revocations.Kind.REALM)) {
        Held ada = Held.by(Visitor.signedIn(own));
        Held stranger = Held.by(Visitor.signedIn(own));
        ada.assertAlive();
        JsonNode claims = UnverifiedJwt.of(ada.access()).claims();
        String tenant = claims.get("tid").asString();
        String subject =
            switch (kind) {
              case PRINCIPAL -> claims.get("sub").asString();
              case TENANT -> tenant;
              default -> realm.value();
            };
        revoke(own, realm, tenant, kind, subject);
        ada.assertDead(kind.name());
        if (kind == Revocations.Kind.REALM) {
          stranger.assertDead("the realm");
        } else {
          stranger.assertAlive();
        }
        // what begins afterwards lives
        ada.visitor().signIn().expect(303);
        Held.by(ada.visitor()).assertAlive();
      }
    }
  }

  private static void revoke(
      RunningServer server, RealmId realm, String tenant, Revocations.Kind kind, String subject) {
    server
        .database()
        .in(
            server.clock(),
            realm,
            new TenantId(UUID.fromString(tenant)),
            tx -> new Revocations().revoke(tx, kind, subject));
    // token_revoked_at, for display: the number decides and not the time
    assertThat(
            server
                .database()
                .execute(
                    "UPDATE gatehouse.revocation SET kind = kind WHERE subject = ? AND revoked_at = ?",
                    kind.name().toLowerCase(java.util.Locale.ROOT) + ":" + subject,
                    java.sql.Timestamp.from(server.clock().instant())))
        .isEqualTo(1);
  }

  @Test
  @Requirement("COM-2.2")
  void everyToken_namesItsTenant() {
    Visitor ada = Visitor.signedIn(server);
    Visitor bob = Visitor.signedIn(server);
    String adas = tenant(ada);
    String bobs = tenant(bob);
    assertThat(adas).isNotEqualTo(bobs);
    JsonNode first = ada.tokens(Ask.of(WEB, "openid email offline_access"));
    JsonNode second = ada.refresh(WEB, first.get("refresh_token").asString()).expect(200).json();
    for (JsonNode tokens : List.of(first, second)) {
      JsonNode access = UnverifiedJwt.of(tokens.get("access_token").asString()).claims();
      assertThat(access.get("tid").asString()).isEqualTo(adas);
      assertThat(access.get("sub").asString()).matches("[0-9a-f-]{36}");
      assertThat(access.get("scope").asString().split(" ", -1))
          .containsExactlyInAnyOrder("openid", "email", "offline_access");
      assertThat(access.get("roles").get(0).asString()).isEqualTo("owner");
      JsonNode id = UnverifiedJwt.of(tokens.get("id_token").asString()).claims();
      assertThat(id.get("tid").asString()).isEqualTo(adas);
      assertThat(id.get("sub").asString()).isEqualTo(access.get("sub").asString());
    }
  }

  private String tenant(Visitor visitor) {
    return Records.of(server, visitor.organisation).getFirst().tenant().toString();
  }

  @Test
  void userInfo_leavesARecordOfWhoAskedThroughWhat_onceAToken() {
    Visitor ada = Visitor.signedIn(server);
    for (int i = 0; i < 2; i++) {
      String access = ada.tokens(Ask.of(WEB, "openid email")).get("access_token").asString();
      ada.userInfo(access).expect(200);
      ada.userInfo(access).expect(200);
    }
    List<AuditRecord> used =
        Records.of(server, ada.organisation).stream()
            .filter(record -> record.type().equals("token.used"))
            .toList();
    assertThat(used).hasSize(2).allSatisfy(record -> assertThat(record.client()).contains(WEB));
  }

  @Test
  void preflight_ofAClientsPageAlone_isAllowed() {
    Page allowed = preflight("http://127.0.0.1:5173");
    assertThat(allowed.header("Access-Control-Allow-Origin")).contains("http://127.0.0.1:5173");
    assertThat(allowed.header("Access-Control-Allow-Headers")).contains("Authorization, DPoP");
    assertThat(allowed.header("Access-Control-Allow-Methods")).contains("GET, POST");
    assertThat(allowed.header("Access-Control-Allow-Credentials")).isEmpty();
    for (String origin : List.of("https://evil.example", "null", "http://127.0.0.1.evil.example")) {
      Page answer = preflight(origin);
      assertThat(answer.headers("Access-Control-Allow-Origin")).as(origin).isEmpty();
      assertThat(answer.headers("Access-Control-Allow-Headers")).as(origin).isEmpty();
    }
  }

  private Page preflight(String origin) {
    return server
        .browser()
        .request("OPTIONS", Visitor.REALM + "/oauth2/userinfo")
        .asProgram()
        .header("Origin", origin)
        .header("Access-Control-Request-Method", "GET")
        .header("Access-Control-Request-Headers", "authorization")
        .send()
        .expect(204);
  }
}
