package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.server.http.Method;
import dev.gatehouse.server.http.Route;
import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.Form;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.UnverifiedJwt;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Fields that no form has, and fields sent twice. */
@Tag("database")
class MassAssignmentTest {
  private static final String REALM = Visitor.REALM;
  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = RunningServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String tenant(Visitor who) {
    return DatabaseState.rows(
            server,
            "SELECT tenant_id::text FROM gatehouse.email_address WHERE address = '"
                + who.email
                + "'")
        .getFirst();
  }

  /** What unknown parameters at these do is tried below. */
  private static final Set<String> OF_THE_PROTOCOL =
      Set.of("authorize", "token", "userinfo", "revoke", "introspect", "par", "logout", "register");

  @Test
  @Attack("T3")
  void unknownField_onEveryForm_isRefusedAndChangesNothing() {
    List<FormData.Entry> extra =
        List.of(
            new FormData.Entry("tenantId", UUID.randomUUID().toString()),
            new FormData.Entry("tenant_id", UUID.randomUUID().toString()),
            new FormData.Entry("roles", "owner"),
            new FormData.Entry("roles[]", "owner"),
            new FormData.Entry("isAdmin", "true"),
            new FormData.Entry("emailVerified", "true"),
            new FormData.Entry("email_verified", "true"),
            new FormData.Entry("mfaEnabled", "true"),
            new FormData.Entry("mfa", "true"),
            new FormData.Entry("principal_id", UUID.randomUUID().toString()),
            new FormData.Entry("id", UUID.randomUUID().toString()));
    ValidForms forms = new ValidForms();
    for (Route route : server.routes()) {
      if (route.method() == Method.POST
          && route.access() != Route.Access.API
          && !route.path().endsWith("/operator")
          && !OF_THE_PROTOCOL.contains(route.path().replaceFirst(".*/oauth2/", ""))) {
        Form form = forms.of(route.path(), server);
        var before = DatabaseState.effects(server);
        for (FormData.Entry field : extra) {
          assertThat(form.with(form.data().add(field.name(), field.value())).submit().status())
              .as(route.path() + " with " + field.name())
              .isEqualTo(400);
        }
        for (FormData.Entry field : form.data().entries()) {
          assertThat(form.with(form.data().add(field.name(), field.value())).submit().status())
              .as(route.path() + " with a second " + field.name())
              .isEqualTo(400);
        }
        assertThat(sendJson(form).status()).as("JSON at " + route.path()).isEqualTo(415);
        assertThat(DatabaseState.effects(server)).as(route.path()).isEqualTo(before);
        assertThat(form.submit().status()).as("the form was valid: " + route.path()).isIn(200, 303);
      }
    }
  }

  private static Page sendJson(Form form) {
    return form.request()
        .json(
            "{\"tenantId\":\"x\",\"roles\":[\"owner\"],\"roles\":[\"admin\"],\"emailVerified\":true}")
        .send();
  }

  /** RFC 6749 §3.1, §3.2 have a server ignore what it doesn't know: so it must mean nothing. */
  @Test
  @Attack("T3")
  void unknownParameter_ofTheProtocol_changesNothing() {
    Visitor ada = Visitor.signedIn(server);
    String tenant = tenant(ada);
    server
        .database()
        .execute(
            "UPDATE gatehouse.principal SET roles = '{viewer}' WHERE tenant_id = ?",
            UUID.fromString(tenant));
    Ask ask =
        Ask.of("monitrax-spa", "openid email")
            .with("roles", "owner")
            .with("tid", UUID.randomUUID().toString())
            .with("email_verified", "true")
            .with("mfa", "true");
    FormData form =
        FormData.of("grant_type", "authorization_code", "client_id", "monitrax-spa")
            .add("code", ada.code(ask))
            .add("redirect_uri", Visitor.CALLBACK)
            .add("code_verifier", ask.pkce().verifier())
            .add("roles", "owner")
            .add("tid", UUID.randomUUID().toString())
            .add("mfa", "true");
    server
        .browser()
        .post(REALM + "/oauth2/token", form.add("client_id", "monitrax-spa"))
        .expect(400);
    server
        .browser()
        .request("POST", REALM + "/oauth2/token")
        .json("{\"grant_type\":\"authorization_code\"}")
        .send()
        .expect(415);
    JsonNode claims =
        UnverifiedJwt.of(
                server
                    .browser()
                    .post(REALM + "/oauth2/token", form)
                    .expect(200)
                    .json()
                    .get("access_token")
                    .asString())
            .claims();
    assertThat(claims.get("tid").asString()).isEqualTo(tenant);
    assertThat(claims.get("roles").toString()).isEqualTo("[\"viewer\"]");
    assertThat(claims.get("mfa").asBoolean()).isFalse();
    ada.browser.get(ask.path() + "&state=second").expect(400);
  }
}
