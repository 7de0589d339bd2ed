package dev.gatehouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gatehouse.e2e.RealmClient.SignIn;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.Requirement;
import dev.gatehouse.testkit.UnverifiedJwt;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Each shipped realm as its applications see it: what is in its tokens, and who gets one. */
@BlackBox
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealmProfilesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long MINUTES_15 = 900;
  private static final String ORDERS = "https://orders.commerce.example";
  private static final String PAYMENTS = "https://payments.commerce.example";

  private final Installation installation = Installation.create();
  private String told = "";

  @BeforeAll
  void start() {
    told = installation.up().output();
  }

  @AfterAll
  void stop() {
    installation.close();
  }

  private RealmClient client(String realm, String id) {
    return new RealmClient(installation, realm, id);
  }

  private Person person(String realm) {
    return Person.called("Robin Meyer").register(installation, realm);
  }

  @Test
  @Requirement("S06-4")
  void stage06_sharedSecret_sessionMfaAndScopes_introspected() {
    RealmClient web = client("stage06", "stage06-web");
    String scope = "openid email offline_access projects:read audit:read";
    try (SignIn signIn = web.signIn(person("stage06"), web.confidentialSettings(scope))) {
      PublishedKeys keys = PublishedKeys.of(installation, "stage06");
      JsonNode claims =
          keys.verifiedByShared(installation.secret("stage06-access-token"), signIn.accessToken())
              .claims();
      JsonNode idToken = keys.verified(signIn.idToken(), "RS256").claims();
      assertThat(lifetime(claims)).isEqualTo(MINUTES_15);
      assertThat(claims.required("sid").asString())
          .isEqualTo(idToken.required("sid").asString())
          .isNotBlank();
      assertThat(claims.required("mfa").asBoolean(true)).isFalse();
      assertThat(texts(claims.required("amr"))).containsExactly("pwd");
      assertThat(claims.required("acr").asString()).isEqualTo(text(idToken, "acr")).isNotBlank();
      assertThat(text(claims, "scope").split(" ")).containsExactlyInAnyOrder(scope.split(" "));
      assertThat(texts(claims.required("roles"))).containsExactly("system_admin");

      // the API has no secret: it asks, and is told the same
      JsonNode asked = client("stage06", "stage06-api").introspect(signIn.accessToken());
      assertThat(asked.required("active").asBoolean()).isTrue();
      for (String claim : List.of("sub", "tid", "sid", "mfa", "amr", "acr", "scope", "exp")) {
        assertThat(asked.required(claim)).as(claim).isEqualTo(claims.required(claim));
      }
      finish(signIn, claims);
      assertMachine("stage06", "stage06-machine", text(claims, "tid"), "viewer", "projects:read");
    }
  }

  @Test
  @Requirement("COM-1.1")
  void commerce_isAProvider_rs256_15MinutesAnd24Hours_withPkceForAll() {
    Person person = person("commerce");
    RealmClient web = client("commerce", "commerce-web");
    String scope = "openid profile email offline_access orders:read payments:write";
    assertPkceRequired(web, "commerce-spa");
    try (SignIn signIn = web.signIn(person, web.confidentialSettings(scope))) {
      PublishedKeys keys = PublishedKeys.of(installation, "commerce");
      JsonNode claims = keys.verified(signIn.accessToken(), "RS256").claims();
      JsonNode idToken = keys.verified(signIn.idToken(), "RS256").claims();
      assertThat(text(signIn.userInfo().required("claims"), "email")).isEqualTo(person.email());
      assertThat(text(claims, "tenantId")).isEqualTo(text(claims, "tid")).isNotBlank();
      assertThat(texts(claims.required("role"))).containsExactly("admin");
      // who opens an organisation administers it, and administrators have less time
      assertThat(lifetime(claims)).isEqualTo(300);
      JsonNode introspected = finish(signIn, claims);
      assertThat(introspected.at("/refresh/exp").asLong())
          .isCloseTo(
              idToken.required("auth_time").asLong() + Duration.ofHours(24).toSeconds(),
              within(30L));
      declare("commerce", "orders-service", text(claims, "tid"), "merchant");
      Page machine = awaitToken("commerce", "orders-service", text(claims, "tid"), "catalog:read");
      assertThat(lifetime(keys.verified(token(machine), "RS256").claims())).isEqualTo(MINUTES_15);
    }
    RealmClient spa = client("commerce", "commerce-spa");
    try (SignIn signIn = spa.signIn(person, spa.settings("openid email orders:read"))) {
      JsonNode claims =
          PublishedKeys.of(installation, "commerce")
              .verified(signIn.accessToken(), "RS256")
              .claims();
      assertThat(text(claims, "client_id")).isEqualTo("commerce-spa");
      assertThat(text(claims, "scope").split(" ")).contains("orders:read");
    }
  }

  @Test
  @Requirement("COM-1.2")
  void commerce_scopesOfEachDomain_andServicesAmongThemselves() {
    RealmClient web = client("commerce", "commerce-web");
    String domains =
        "orders:read orders:write payments:read payments:write catalog:read catalog:write";
    Map<String, Object> settings = web.confidentialSettings("openid offline_access " + domains);
    settings.put("resources", List.of(ORDERS, PAYMENTS));
    try (SignIn signIn = web.signIn(person("commerce"), settings)) {
      JsonNode claims = UnverifiedJwt.of(signIn.accessToken()).claims();
      assertThat(text(claims, "scope").split(" ")).contains(domains.split(" "));
      assertThat(texts(claims.required("aud"))).containsExactlyInAnyOrder(ORDERS, PAYMENTS);
      assertActive("orders-service", signIn.accessToken(), true);
      assertActive("catalog-service", signIn.accessToken(), false);

      String tenant = text(claims, "tid");
      RealmClient orders = client("commerce", "orders-service");
      assertMachine("commerce", "orders-service", tenant, "merchant", "payments:write");
      String pays = token(orders.token("tenant", tenant, "scope", "payments:write"));
      assertThat(texts(UnverifiedJwt.of(pays).claims().required("aud"))).containsExactly(PAYMENTS);
      assertActive("payments-service", pays, true);
      assertActive("catalog-service", pays, false);
      // a service reads and writes what its own work needs, and no more
      Page refunds = orders.token("tenant", tenant, "scope", "orders:write").expect(400);
      assertThat(text(refunds.json(), "error")).isEqualTo("invalid_scope");
      Page elsewhere =
          orders.token("tenant", tenant, "scope", "payments:write", "resource", ORDERS).expect(400);
      assertThat(text(elsewhere.json(), "error")).isEqualTo("invalid_target");
    }
  }

  private void assertActive(String service, String token, boolean active) {
    JsonNode state = client("commerce", service).introspect(token);
    assertThat(state.required("active").asBoolean()).as(service).isEqualTo(active);
  }

  @Test
  void helpdesk_roleAndOrganisation_bcrypt_secretInTheForm() throws SQLException {
    Person person = person("helpdesk");
    RealmClient web = client("helpdesk", "helpdesk-web");
    Map<String, Object> settings =
        web.confidentialSettings("openid email offline_access tickets:read tickets:write");
    settings.put("post", true);
    try (SignIn signIn = web.signIn(person, settings)) {
      JsonNode claims =
          PublishedKeys.of(installation, "helpdesk")
              .verified(signIn.accessToken(), "ES256")
              .claims();
      assertThat(texts(claims.required("role"))).containsExactly("ADMIN");
      assertThat(text(claims, "organizationId")).isEqualTo(text(claims, "tid")).isNotBlank();
      assertThat(lifetime(claims)).isEqualTo(MINUTES_15);
      assertThat(passwordHash(text(claims, "tid")))
          .matches("\\$2[aby]\\$1[2-9]\\$[./A-Za-z0-9]{53}");
      JsonNode asked = client("helpdesk", "helpdesk-api").introspect(signIn.accessToken());
      assertThat(asked.required("organizationId")).isEqualTo(claims.required("organizationId"));
      finish(signIn, claims);
      assertMachine("helpdesk", "helpdesk-machine", text(claims, "tid"), "AGENT", "tickets:write");
    }
  }

  @Test
  void portal_organisationUnderItsName_lessTimeForAdministrators() {
    RealmClient web = client("portal", "portal-web");
    String scope = "openid email offline_access portal:read events:read";
    try (SignIn signIn = web.signIn(person("portal"), web.confidentialSettings(scope))) {
      JsonNode claims =
          PublishedKeys.of(installation, "portal").verified(signIn.accessToken(), "EdDSA").claims();
      assertThat(text(claims, "amo_id")).isEqualTo(text(claims, "tid")).isNotBlank();
      assertThat(texts(claims.required("roles"))).containsExactly("amo_admin");
      assertThat(lifetime(claims)).isEqualTo(300);
      finish(signIn, claims);
      assertMachine("portal", "portal-machine", text(claims, "tid"), "technician", "portal:read");
    }
  }

  @Test
  void monitrax_principalAndTenantUnderTheirNames() {
    RealmClient web = client("monitrax", "monitrax-web");
    String scope = "openid email offline_access";
    try (SignIn signIn = web.signIn(person("monitrax"), web.confidentialSettings(scope))) {
      JsonNode claims =
          PublishedKeys.of(installation, "monitrax")
              .verified(signIn.accessToken(), "ES256")
              .claims();
      assertThat(text(claims, "principal_id")).isEqualTo(text(claims, "sub")).isNotBlank();
      assertThat(text(claims, "tenant_id")).isEqualTo(text(claims, "tid")).isNotBlank();
      assertThat(texts(claims.required("roles"))).containsExactly("owner");
      assertThat(lifetime(claims)).isEqualTo(MINUTES_15);
      finish(signIn, claims);
      assertMachine("monitrax", "monitrax-machine", text(claims, "tid"), "viewer", "finances:read");
    }
  }

  @Test
  void operators_oneByTheLink_nobodyElse() {
    Matcher link = Pattern.compile("http://\\S+/r/operators/operator\\S+").matcher(told);
    assertThat(link.find()).as(told).isTrue();
    Person operator = Person.called("Olu Adeyemi");
    try (HttpDriver browser = HttpDriver.at(installation.address())) {
      browser
          .get(link.group())
          .expect(200)
          .form("/operator")
          .submit(
              Map.of(
                  "name", operator.name(),
                  "email", operator.email(),
                  "password", operator.password()))
          .expect(303);
      operator.enterPassword(browser.get("/r/operators/sign-in").followWithin());
      assertThat(browser.get("/r/operators/account").expect(200).text()).contains(operator.email());
      // the same link, and another door
      assertThat(browser.get(link.group()).status()).isEqualTo(400);
      assertThat(browser.get("/r/operators/register").status()).isEqualTo(403);
      // an operator is nobody in a realm of customers
      String monitrax = installation.realm().toString();
      operator.enterPassword(browser.get(monitrax + "/sign-in").followWithin());
      assertThat(browser.get(monitrax + "/account").isRedirect()).isTrue();
    }
  }

  /** It refreshes, its claims stay, and it may look at its own tokens. */
  private static JsonNode finish(SignIn signIn, JsonNode claims) {
    JsonNode refreshed = signIn.client().expect("refreshed");
    JsonNode again = UnverifiedJwt.of(refreshed.required("accessToken").asString()).claims();
    for (String claim : List.of("sub", "tid", "sid", "scope", "acr", "amr", "auth_time")) {
      assertThat(again.required(claim)).as(claim).isEqualTo(claims.required(claim));
    }
    JsonNode introspected = signIn.client().expect("introspected");
    assertThat(introspected.at("/access/active").asBoolean()).isTrue();
    assertThat(introspected.at("/refresh/active").asBoolean()).isTrue();
    signIn.client().expectEnd();
    return introspected;
  }

  private static void assertPkceRequired(RealmClient confidential, String publicClient) {
    try (HttpDriver browser = confidential.installation().browser()) {
      for (String id : List.of(confidential.id(), publicClient)) {
        FormData request =
            FormData.of(
                "response_type", "code",
                "client_id", id,
                "redirect_uri", "http://127.0.0.1/callback",
                "scope", "openid",
                "state", "the-state",
                "nonce", "the-nonce");
        URI back =
            browser
                .get(
                    confidential.installation().issuer(confidential.realm())
                        + "/oauth2/authorize?"
                        + request.encode())
                .location()
                .orElseThrow();
        assertThat(FormData.parse(back.getRawQuery()).first("error")).hasValue("invalid_request");
      }
    }
  }

  /** A machine gets nothing before the tenant gives it a role, and then this scope there alone. */
  private void assertMachine(String realm, String id, String tenant, String role, String scope) {
    RealmClient machine = client(realm, id);
    Page nobody = machine.token("tenant", tenant, "scope", scope).expect(400);
    Page nowhere =
        machine.token("tenant", UUID.randomUUID().toString(), "scope", scope).expect(400);
    assertThat(nobody.body()).isEqualTo(nowhere.body());

    declare(realm, id, tenant, role);
    JsonNode claims = UnverifiedJwt.of(token(awaitToken(realm, id, tenant, scope))).claims();
    assertThat(text(claims, "tid")).isEqualTo(tenant);
    assertThat(text(claims, "client_id")).isEqualTo(id);
    assertThat(text(claims, "scope")).isEqualTo(scope);
    assertThat(texts(claims.required("roles"))).containsExactly(role);
    assertThat(claims.has("sid")).isFalse();

    Page tooMuch = machine.token("tenant", tenant, "scope", "openid").expect(400);
    assertThat(text(tooMuch.json(), "error")).isEqualTo("invalid_scope");
    assertThat(
            machine
                .token("tenant", UUID.randomUUID().toString(), "scope", scope)
                .expect(400)
                .body())
        .isEqualTo(nowhere.body());
  }

  private void declare(String realm, String client, String tenant, String role) {
    installation.apply(
        realm,
        shipped ->
            shipped
                + """

                service_accounts:
                  the-machine:
                    description: Works by itself
                    client: %s
                    tenant: %s
                    roles: [%s]
                """
                    .formatted(client, tenant, role));
  }

  private Page awaitToken(String realm, String id, String tenant, String scope) {
    RealmClient machine = client(realm, id);
    Waiting.until(
        "a role for " + id,
        PATIENCE,
        () -> machine.token("tenant", tenant, "scope", scope).status() == 200);
    return machine.token("tenant", tenant, "scope", scope).expect(200);
  }

  /** What stands in the database for the one person of a tenant. */
  private String passwordHash(String tenant) throws SQLException {
    DatabaseProcess database = installation.database();
    try (Connection connection =
            DriverManager.getConnection(
                database.jdbcUrl("gatehouse"),
                database.cluster().superuser().name(),
                database.cluster().superuser().password());
        PreparedStatement query =
            connection.prepareStatement(
                "SELECT hash FROM gatehouse.password WHERE tenant_id = ?")) {
      query.setObject(1, UUID.fromString(tenant));
      try (ResultSet row = query.executeQuery()) {
        assertThat(row.next()).isTrue();
        return row.getString(1);
      }
    }
  }

  private static long lifetime(JsonNode claims) {
    return claims.required("exp").asLong() - claims.required("iat").asLong();
  }

  private static String token(Page answer) {
    return text(answer.json(), "access_token");
  }

  private static String text(JsonNode node, String member) {
    return node.required(member).asString();
  }

  /** A list of texts, or the one that stands for itself. */
  private static List<String> texts(JsonNode node) {
    return node.isArray()
        ? node.valueStream().map(JsonNode::asString).toList()
        : List.of(node.asString());
  }
}
