package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.AuditRecord;
import dev.gatehouse.server.admin.AdminClient;
import dev.gatehouse.server.admin.AdminClient.Reply;
import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.server.tenant.TenantSlug;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.HttpDriver;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Realm files are planned and applied over the admin socket, and every server follows. */
@Tag("database")
class ApplyStoryTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final RunningServer SERVER = RunningServer.start();

  /** From here on it fails where a server would have died: the file is stored, nothing revoked. */
  private static final String DYING =
      "ALTER TABLE gatehouse.revocation ADD CONSTRAINT dying"
          + " CHECK (subject <> 'client:monitrax-web') NOT VALID";

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  private static String shipped(String realm) throws IOException {
    return Files.readString(ShippedRealms.FOLDER.resolve(realm + ".yaml"));
  }

  private static Map<String, Object> request(String realm, String text, String... destroy) {
    return Map.of(
        "files",
        text.isEmpty() ? List.of() : List.of(Map.of("name", realm + ".yaml", "text", text)),
        "destroy",
        List.of(destroy),
        "by",
        "ada");
  }

  private static Reply post(String path, Map<String, Object> request) throws IOException {
    return SERVER.admin().post(path, JSON.writeValueAsString(request));
  }

  private static JsonNode plan(String realm, String text, String... destroy) throws IOException {
    Reply reply = post("/apply/plan", request(realm, text, destroy));
    assertThat(reply.status()).as(reply.json()).isEqualTo(200);
    return JSON.readTree(reply.json());
  }

  private static Reply applied(String realm, String text, String... destroy) throws IOException {
    Map<String, Object> request = new HashMap<>(request(realm, text, destroy));
    request.put("version", plan(realm, text, destroy).get("version").asLong());
    return post("/apply", request);
  }

  private static JsonNode apply(String realm, String text, String... destroy) throws IOException {
    Reply reply = applied(realm, text, destroy);
    assertThat(reply.status()).as(reply.json()).isEqualTo(200);
    return JSON.readTree(reply.json());
  }

  private static List<String> changes(JsonNode plan) {
    return StreamSupport.stream(plan.get("realms").spliterator(), false)
        .flatMap(realm -> StreamSupport.stream(realm.get("changes").spliterator(), false))
        .map(JsonNode::asString)
        .toList();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @Test
  void socket_isItsOwnersAlone() throws IOException {
    Path socket = Path.of(SERVER.properties().get("gatehouse.admin-socket"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
        .isEqualTo("rwx------");
    AdminClient client = SERVER.admin();
    assertThat(client.post("/apply/plan", "no json").status()).isEqualTo(400);
    assertThat(client.post("/elsewhere", "{}").status()).isEqualTo(404);
  }

  @Test
  void shippedFiles_areAppliedAtTheFirstStart_andTwiceChangesNothing() throws IOException {
    for (String realm : ShippedRealms.names()) {
      JsonNode plan = plan(realm, shipped(realm));
      assertThat(changes(plan)).as(realm).isEmpty();
    }
    JsonNode nothing = apply("portal", shipped("portal"));
    assertThat(nothing.get("realms")).isEmpty();
    assertThat(plan("portal", shipped("portal")).get("version").asLong())
        .isEqualTo(nothing.get("version").asLong());
  }

  @Test
  void changedFile_isPlannedAppliedRecordedAndFollowed() throws Exception {
    String changed = shipped("stage06").replace("product_name: Stage 06", "product_name: Stage VI");
    assertThat(changes(plan("stage06", changed)))
        .containsExactly("~ product_name: Stage 06 -> Stage VI");
    try (RunningServer beside = SERVER.beside()) {
      apply("stage06", changed);
      await(() -> product(beside, "stage06").equals("Stage VI"));
      assertThat(product(SERVER, "stage06")).isEqualTo("Stage VI");
    }
    assertThat(changes(plan("stage06", changed))).isEmpty();
    apply("stage06", shipped("stage06"));
    AuditRecord record =
        Records.all(SERVER).stream()
            .filter(each -> each.type().equals("realm.applied"))
            .toList()
            .getLast();
    assertThat(record.metadata().entries().toString())
        .contains("stage06", "~ product_name: Stage VI -> Stage 06", "ada");
  }

  private static String product(RunningServer server, String realm) {
    return server.realm(realm).map(it -> it.productName()).orElse("");
  }

  @Test
  void staleVersion_isAConflict() throws IOException {
    String text = shipped("portal").replace("idle: 30m", "idle: 20m");
    Map<String, Object> request = new HashMap<>(request("portal", text));
    request.put("version", 0);
    Reply reply = post("/apply", request);
    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.json()).contains("\"code\":\"conflict\"");
  }

  @Test
  void brokenFile_isRefusedWithItsLine() throws IOException {
    Reply reply = post("/apply/plan", request("shop", "realm: shop\nfly: true\n"));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json()).contains("shop.yaml:2: unknown key \\\"fly\\\"; allowed: apis,");
    assertThat(post("/apply/plan", request("other", shipped("portal"))).json())
        .contains("declares the realm portal; name the file so");
  }

  @Test
  void realmThatWouldShareAHost_isRefused() throws IOException {
    String text = shipped("portal").replace("realm: portal", "realm: hangar");
    Reply reply = post("/apply/plan", request("hangar", text));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json()).contains("shares http://localhost:", "realm-base-url");
  }

  @Test
  void roleAndClientInUse_stayUnlessNamed() throws Exception {
    Visitor visitor = Visitor.signedIn(SERVER);
    JsonNode tokens = visitor.tokens(Ask.of("monitrax-web", "openid offline_access"));
    String monitrax = shipped("monitrax");
    String without = withoutClient(monitrax, "monitrax-web");
    assertThat(plan("monitrax", without).get("in_use").toString())
        .contains("monitrax.clients.monitrax-web", "live grants or consents");
    Reply refused = applied("monitrax", without);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json()).contains("in_use", "--destroy");
    visitor.userInfo(tokens.get("access_token").asString()).expect(200);

    apply("monitrax", without, "monitrax.clients.monitrax-web");
    visitor.userInfo(tokens.get("access_token").asString()).expect(401);
    visitor.refresh("monitrax-web", tokens.get("refresh_token").asString()).expect(401);

    String renamed = monitrax.replace("\n  owner:\n", "\n  proprietor:\n");
    assertThat(plan("monitrax", renamed).get("in_use").toString())
        .contains("monitrax.roles.owner", "is held by");
    apply("monitrax", monitrax);
  }

  @Test
  void tokensOfARemovedClient_areDead_thoughTheServerDiedBeforeItRevokedThem() throws Exception {
    Visitor visitor = Visitor.signedIn(SERVER);
    JsonNode tokens = visitor.tokens(Ask.of("monitrax-web", "openid offline_access"));
    String access = tokens.get("access_token").asString();
    String monitrax = shipped("monitrax");
    apply("monitrax", withoutClient(monitrax, "monitrax-web"), "monitrax.clients.monitrax-web");
    try (Connection connection = SERVER.database().superuser();
        PreparedStatement forget =
            connection.prepareStatement("DELETE FROM gatehouse.revocation WHERE subject = ?")) {
      forget.setString(1, "client:monitrax-web");
      assertThat(forget.executeUpdate()).isPositive();
    }
    visitor.userInfo(access).expect(401);
    visitor.refresh("monitrax-web", tokens.get("refresh_token").asString()).expect(401);
    apply("monitrax", monitrax);
  }

  @Test
  void clientThatComesBack_findsNothingOfTheOldOne_thoughTheServerDiedBeforeItRevoked()
      throws Exception {
    Visitor visitor = Visitor.signedIn(SERVER);
    Ask ask = Ask.of("monitrax-web", "openid offline_access");
    JsonNode tokens = visitor.tokens(ask);
    String access = tokens.get("access_token").asString();
    String code = visitor.code(ask);
    String monitrax = shipped("monitrax");
    SERVER.database().execute(DYING);
    try {
      Map<String, Object> request =
          new HashMap<>(
              request(
                  "monitrax",
                  withoutClient(monitrax, "monitrax-web"),
                  "monitrax.clients.monitrax-web"));
      request.put("version", plan("monitrax", monitrax).get("version").asLong());
      assertThat(post("/apply", request).status()).isEqualTo(500);
    } finally {
      SERVER.database().execute("ALTER TABLE gatehouse.revocation DROP CONSTRAINT dying");
    }
    assertThat(changes(plan("monitrax", monitrax))).anyMatch(it -> it.contains("monitrax-web"));
    apply("monitrax", monitrax);

    visitor.userInfo(access).expect(401);
    visitor.refresh("monitrax-web", tokens.get("refresh_token").asString()).expect(400);
    visitor.exchange(ask, code).expect(400);
    assertThat(introspected(access).get("active").asBoolean()).isFalse();
    // nobody allowed the new one anything yet
    assertThat(visitor.browser.get(ask.path()).followWithin().expect(200).form("/oauth2/consent"))
        .isNotNull();
    visitor.userInfo(visitor.tokens(ask).get("access_token").asString()).expect(200);
    visitor.browser.get(ask.path()).followWithin().expect(303);
  }

  private static JsonNode introspected(String token) {
    return SERVER
        .browser()
        .request("POST", Visitor.REALM + "/oauth2/introspect")
        .asProgram()
        .form(FormData.of("token", token))
        .basic("monitrax-web", SERVER.webSecret())
        .send()
        .expect(200)
        .json();
  }

  private static String withoutClient(String text, String client) {
    return text.replaceFirst("(?m)^  " + client + ":\\n(    .*\\n)+", "");
  }

  @Test
  void generatedSecret_isShownOnceAndKeptThen() throws Exception {
    String text = shipped("helpdesk").replace("secret: ${secret:helpdesk-api}", "secret: generate");
    assertThat(plan("helpdesk", text).get("realms").get(0).get("secrets_to_make").toString())
        .contains("helpdesk-api");
    JsonNode secrets = apply("helpdesk", text).get("secrets");
    assertThat(secrets).hasSize(1);
    assertThat(secrets.get(0).get("client").asString()).isEqualTo("helpdesk-api");
    assertThat(secrets.get(0).get("secret").asString()).hasSize(43);

    String again = text.replace("name: Helpdesk API", "name: Helpdesk Interface");
    assertThat(apply("helpdesk", again).get("secrets")).isEmpty();
    assertThat(SERVER.secretOf("helpdesk", "helpdesk-api", secrets.get(0).get("secret").asString()))
        .isTrue();
    apply("helpdesk", shipped("helpdesk"));
  }

  @Test
  void serviceAccount_isMadeInItsTenant_andLosesItsRolesWithItsDeclaration() throws Exception {
    Visitor visitor = Visitor.registered(SERVER);
    String slug = TenantSlug.suggestedBy(visitor.organisation).value();
    String declared =
        """

        service_accounts:
          statements:
            description: Makes the yearly statement
            client: monitrax-machine
            tenant: %s
            roles: [viewer]
        """
            .formatted(slug);
    apply("monitrax", shipped("monitrax") + declared);
    await(() -> serviceRoles(visitor.organisation).equals(List.of("viewer")));
    apply("monitrax", shipped("monitrax"));
    await(() -> serviceRoles(visitor.organisation).equals(List.of()));
    assertThat(visitor.recorded()).contains("service_account.created", "service_account.changed");
  }

  /** The roles of the service accounts of an organisation. */
  private static List<String> serviceRoles(String organisation) {
    try (Connection connection = SERVER.database().superuser();
        PreparedStatement query =
            connection.prepareStatement(
                """
                SELECT array_to_string(p.roles, ' ') FROM gatehouse.principal p
                JOIN gatehouse.tenant t USING (tenant_id)
                WHERE t.name = ? AND p.kind = 'service_account'
                """)) {
      query.setString(1, organisation);
      try (ResultSet rows = query.executeQuery()) {
        return !rows.next()
            ? List.of("none yet")
            : rows.getString(1).isEmpty() ? List.of() : List.of(rows.getString(1));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void realm_isTakenAwayByNameAlone() throws Exception {
    JsonNode plan = plan("none", "", "commerce");
    assertThat(plan.get("realms").get(0).get("removed").asBoolean()).isTrue();
    apply("none", "", "commerce");
    assertThat(SERVER.realm("commerce")).isEmpty();
    assertThat(plan("commerce", shipped("commerce")).get("realms")).hasSize(1);
    apply("commerce", shipped("commerce"));
    assertThat(SERVER.realm("commerce")).isPresent();
    assertThat(post("/apply/plan", request("none", "", "operators")).status()).isEqualTo(400);
    assertThat(post("/apply/plan", request("none", "", "nowhere")).json())
        .contains("there is no such realm to take away");
  }

  @Test
  void operators_withoutAFileOfTheirOwn_areServedAsBuiltIn() {
    try (Works works = Works.start()) {
      URI own = URI.create("http://127.0.0.1:" + works.server.base().getPort());
      HttpDriver.at(own, works.server.clock()).get("/r/operators/sign-in").followAll().expect(200);
    }
  }
}
