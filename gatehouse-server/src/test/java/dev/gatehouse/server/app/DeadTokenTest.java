package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.session.Revocations;
import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.UnverifiedJwt;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** What introspection says of dead tokens, and revocation while the database fails. */
@Tag("database")
class DeadTokenTest {
  private static final RealmId REALM = new RealmId("monitrax");
  private static final String INACTIVE = "{\"active\":false}";
  private static final String JWT = "application/token-introspection+jwt";
  private static final String WEB = "monitrax-web";
  private static final String API = "monitrax-api";
  private static final Ask ASK = Ask.of(WEB, "openid email");

  @AutoClose private static final RunningServer server = RunningServer.start();

  /** Ways in which a token dies. */
  enum Death {
    REVOKED_BY_CLIENT,
    SIGNED_OUT,
    PASSWORD_CHANGED,
    CONSENT_WITHDRAWN,
    PERSON_DISABLED,
    TENANT_SUSPENDED,
    PERSON_REVOKED,
    TENANT_REVOKED,
    CLIENT_REVOKED,
    REALM_REVOKED,
    EXPIRED;

    void of(Visitor ada, String token) {
      JsonNode claims = UnverifiedJwt.of(token).claims();
      String tenant = claims.get("tid").asString();
      String person = claims.get("sub").asString();
      switch (this) {
        case REVOKED_BY_CLIENT -> post("revoke", token, WEB, "*/*").expect(200);
        case SIGNED_OUT -> ada.browser.get(Visitor.REALM + "/sign-out").form().submit().expect(303);
        case PASSWORD_CHANGED ->
            ada.browser
                .get(Visitor.REALM + "/account/password")
                .form()
                .submit(Map.of("password", Visitor.PASSWORD, "new_password", Visitor.NEW_PASSWORD))
                .expect(303);
        case CONSENT_WITHDRAWN ->
            ada.account()
                .form(Visitor.REALM + "/account/applications/withdraw")
                .submit()
                .expect(303);
        case PERSON_DISABLED -> takeAway(tenant).principal(person);
        case TENANT_SUSPENDED -> takeAway(tenant).tenant();
        case PERSON_REVOKED -> takeAway(tenant).revoke(Revocations.Kind.PRINCIPAL, person);
        case TENANT_REVOKED -> takeAway(tenant).revoke(Revocations.Kind.TENANT, tenant);
        case CLIENT_REVOKED -> takeAway(tenant).revoke(Revocations.Kind.CLIENT, WEB);
        case REALM_REVOKED -> takeAway(tenant).revoke(Revocations.Kind.REALM, REALM.value());
        case EXPIRED -> server.clock().advance(Duration.ofMinutes(15).plusSeconds(11));
      }
    }

    private static TakenAway takeAway(String tenant) {
      return new TakenAway(server, REALM, tenant);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Attack("O11")
  void introspect_deadToken_isExactlyInactiveInEitherForm(Death death) {
    Visitor ada = Visitor.signedIn(server);
    JsonNode tokens = ada.tokens(ASK);
    String access = text(tokens, "access_token");
    String refresh = text(tokens, "refresh_token");
    for (String caller : List.of(WEB, API)) {
      assertThat(introspect(access, caller).json().get("active").asBoolean()).isTrue();
    }
    death.of(ada, access);
    for (String caller : List.of(WEB, API)) {
      assertInactive(access, caller);
    }
    if (death != Death.EXPIRED) {
      assertInactive(refresh, WEB);
    }
  }

  @Test
  @Attack("O11")
  void introspect_byAClientThatIsNoAudience_isExactlyInactiveInEitherForm() {
    JsonNode tokens = Visitor.signedIn(server).tokens(ASK);
    for (String caller : List.of("monitrax-first", "monitrax-machine")) {
      assertInactive(text(tokens, "access_token"), caller);
      assertInactive(text(tokens, "refresh_token"), caller);
    }
    // the API may look at access tokens for it, and has no business with a client's refresh token
    assertInactive(text(tokens, "refresh_token"), API);
  }

  private static void assertInactive(String token, String caller) {
    assertThat(introspect(token, caller).body()).isEqualTo(INACTIVE);
    JsonNode answer = UnverifiedJwt.of(post("introspect", token, caller, JWT).body()).claims();
    assertThat(answer.get("token_introspection").toString()).isEqualTo(INACTIVE);
    assertThat(answer.propertyNames())
        .containsExactlyInAnyOrder("iss", "aud", "iat", "token_introspection");
  }

  /** What an act of revocation writes, and how it can fail (PostgreSQL, appendix A). */
  @ParameterizedTest
  @CsvSource({
    "token_family,     UPDATE, 53100",
    "revocation,       INSERT, 53100",
    "realm,            UPDATE, 58030",
    "audit_record,     INSERT, 58030",
    "revocation,       INSERT, 25006",
    "token_family,     UPDATE, 57014",
    "audit_record,     INSERT, 57P01"
  })
  @Attack("O12")
  void revoke_whileTheDatabaseFails_isUnavailableAndDoneLater(
      String table, String act, String state) {
    Visitor ada = Visitor.signedIn(server);
    for (String which : List.of("refresh_token", "access_token")) {
      JsonNode tokens = ada.tokens(Ask.of(WEB, "openid email offline_access"));
      String token = text(tokens, which);
      fail(table, act, state);
      try {
        Page answer = post("revoke", token, WEB, "*/*");
        assertThat(answer.status()).as(which).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isPresent();
      } finally {
        heal(table);
      }
      ada.userInfo(text(tokens, "access_token")).expect(200);
      post("revoke", token, WEB, "*/*").expect(200);
      ada.userInfo(text(tokens, "access_token")).expect(401);
      assertInactive(text(tokens, "access_token"), API);
      assertInactive(text(tokens, "refresh_token"), WEB);
      assertThat(ada.refresh(WEB, text(tokens, "refresh_token")).expect(400).body())
          .contains("invalid_grant");
    }
  }

  private static void fail(String table, String act, String state) {
    server
        .database()
        .execute(
            """
            CREATE FUNCTION gatehouse.break_down() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION 'broken for a test' USING ERRCODE = '%s'; END $$
            """
                .formatted(state));
    server
        .database()
        .execute(
            "CREATE TRIGGER break_down BEFORE %s ON gatehouse.%s EXECUTE FUNCTION gatehouse.break_down()"
                .formatted(act, table));
  }

  private static void heal(String table) {
    server.database().execute("DROP TRIGGER break_down ON gatehouse.%s".formatted(table));
    server.database().execute("DROP FUNCTION gatehouse.break_down");
  }

  private static Page introspect(String token, String caller) {
    return post("introspect", token, caller, "application/json").expect(200);
  }

  private static Page post(String endpoint, String token, String caller, String accept) {
    return server
        .browser()
        .request("POST", Visitor.REALM + "/oauth2/" + endpoint)
        .asProgram()
        .header("Accept", accept)
        .form(FormData.of("token", token))
        .basic(caller, server.secret(caller))
        .send();
  }

  private static String text(JsonNode node, String member) {
    return node.get(member).asString();
  }
}
