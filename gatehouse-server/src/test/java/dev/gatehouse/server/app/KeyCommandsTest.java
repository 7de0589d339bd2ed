package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.AuditRecord;
import dev.gatehouse.server.admin.AdminClient.Reply;
import dev.gatehouse.server.app.Visitor.Ask;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
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

/** Signing keys as commands show and change them, on two servers. */
@Tag("database")
class KeyCommandsTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final RunningServer SERVER = RunningServer.start();

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  private static JsonNode post(String act, Map<String, ?> request) throws IOException {
    Reply reply = reply(act, request);
    assertThat(reply.status()).as(reply.json()).isEqualTo(200);
    return JSON.readTree(reply.json());
  }

  private static Reply reply(String act, Map<String, ?> request) throws IOException {
    Map<String, Object> all = new HashMap<>(request);
    all.put("by", "ada");
    return SERVER.admin().post("/keys/" + act, JSON.writeValueAsString(all));
  }

  private static List<JsonNode> list(Map<String, ?> selection) throws IOException {
    return StreamSupport.stream(post("list", selection).get("keys").spliterator(), false).toList();
  }

  private static Map<String, String> accessTokens() {
    return Map.of("realm", "monitrax", "use", "access_token");
  }

  private static List<String> published(RunningServer server) {
    JsonNode keys = server.browser().get(Visitor.REALM + "/oauth2/jwks").expect(200).json();
    return StreamSupport.stream(keys.get("keys").spliterator(), false)
        .map(key -> key.get("kid").asString())
        .toList();
  }

  private static String kid(String token) {
    String header = token.substring(0, token.indexOf('.'));
    byte[] json = Base64.getUrlDecoder().decode(header);
    return JSON.readTree(new String(json, StandardCharsets.UTF_8)).get("kid").asString();
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() - deadline < 0) {
      Thread.onSpinWait();
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private static List<String> recorded(String kid) {
    return Records.all(SERVER).stream()
        .filter(record -> record.target().map(target -> target.id().equals(kid)).orElse(false))
        .map(AuditRecord::type)
        .toList();
  }

  @Test
  void rotate_onDemand_changesWhatIsSignedAtOnceAndSignsNobodyOut() throws IOException {
    Visitor visitor = Visitor.signedIn(SERVER);
    JsonNode before = visitor.tokens(Ask.of("monitrax-web", "openid offline_access"));
    String old = before.get("access_token").asString();

    JsonNode rotated = post("rotate", accessTokens()).get("rotated");

    assertThat(rotated).hasSize(1);
    String active = rotated.get(0).get("active").asString();
    assertThat(rotated.get(0).get("retiring").asString()).isEqualTo(kid(old));
    JsonNode after =
        visitor.refresh("monitrax-web", before.get("refresh_token").asString()).expect(200).json();
    assertThat(kid(after.get("access_token").asString())).isEqualTo(active);
    assertThat(published(SERVER)).contains(active, kid(old));
    visitor.userInfo(old).expect(200);
    visitor.userInfo(after.get("access_token").asString()).expect(200);
    assertThat(recorded(active)).containsExactly("key.created", "key.rotated");
  }

  @Test
  void revoke_keyThatSigns_saysWhatDiesAndRefusesEverythingItSignedOnEveryServer()
      throws IOException {
    Visitor visitor = Visitor.signedIn(SERVER);
    JsonNode before = visitor.tokens(Ask.of("monitrax-web", "openid offline_access"));
    String token = before.get("access_token").asString();
    visitor.userInfo(token).expect(200);
    try (RunningServer other = SERVER.beside()) {
      assertThat(published(other)).contains(kid(token));

      JsonNode plan = post("revoke/plan", Map.of("kid", kid(token)));
      assertThat(plan.get("state").asString()).isEqualTo("active");
      assertThat(plan.get("dies").asString()).contains("everything it signed", "access tokens");
      visitor.userInfo(token).expect(200);
      JsonNode done = post("revoke", Map.of("kid", kid(token)));

      visitor.userInfo(token).expect(401);
      assertThat(published(SERVER)).doesNotContain(kid(token));
      await(() -> !published(other).contains(kid(token)));
      JsonNode after =
          visitor
              .refresh("monitrax-web", before.get("refresh_token").asString())
              .expect(200)
              .json();
      assertThat(kid(after.get("access_token").asString()))
          .isEqualTo(done.get("successor").asString());
      visitor.userInfo(after.get("access_token").asString()).expect(200);
    }
    assertThat(recorded(kid(token))).endsWith("key.revoked");
    assertThat(reply("revoke", Map.of("kid", kid(token))).status()).isEqualTo(404);
    assertThat(list(accessTokens()))
        .filteredOn(key -> key.get("kid").asString().equals(kid(token)))
        .singleElement()
        .satisfies(key -> assertThat(key.get("state").asString()).isEqualTo("revoked"));
  }

  @Test
  void rehearse_twoServers_bothVerifyAndNothingIsSwitched() throws IOException {
    String active = post("rotate", accessTokens()).get("rotated").get(0).get("active").asString();
    try (RunningServer other = SERVER.beside()) {
      published(other);
      // the second server says that it is here within its first second
      await(() -> servers() == 2);

      JsonNode done = post("rehearse", accessTokens());

      assertThat(done.get("safe").asBoolean()).as(done.toString()).isTrue();
      assertThat(done.get("rings").asInt()).isEqualTo(1);
      assertThat(done.get("servers")).hasSize(2);
    }
    assertThat(list(accessTokens()))
        .filteredOn(key -> key.get("state").asString().equals("active"))
        .singleElement()
        .satisfies(key -> assertThat(key.get("kid").asString()).isEqualTo(active));
    assertThat(Records.all(SERVER)).extracting(AuditRecord::type).contains("key.rehearsed");
  }

  @Test
  void rehearse_aServerThatDoesNotAnswer_isNotSafe() throws IOException {
    SERVER
        .database()
        .execute(
            """
            INSERT INTO gatehouse.server (realm_id, server_id, name, started_at, seen_at)
            VALUES ('operators', gen_random_uuid(), 'elsewhere:8080', now(), now() + interval '1 hour')
            """);
    try {
      JsonNode done = post("rehearse", accessTokens());

      assertThat(done.get("safe").asBoolean()).isFalse();
      assertThat(done.get("servers").toString()).contains("elsewhere:8080", "did not answer");
    } finally {
      SERVER.database().execute("DELETE FROM gatehouse.server WHERE name = ?", "elsewhere:8080");
    }
  }

  private static int servers() {
    try (Connection connection = SERVER.database().superuser();
        PreparedStatement query =
            connection.prepareStatement("SELECT count(*) FROM gatehouse.server");
        ResultSet row = query.executeQuery()) {
      row.next();
      return row.getInt(1);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Test
  void list_saysOfEachKeyWhatComesNext() throws IOException {
    published(SERVER);
    post("rotate", Map.of("realm", "portal", "use", "id_token"));

    List<JsonNode> keys = list(Map.of("realm", "portal", "use", "id_token"));

    assertThat(keys)
        .extracting(key -> key.get("state").asString())
        .containsExactlyInAnyOrder("retiring", "active", "next");
    assertThat(keys)
        .allSatisfy(key -> {
          assertThat(key.get("next_step").asString()).isNotEmpty();
          assertThat(key.get("alg").asString()).isEqualTo("RS256");
          assertThat(key.toString()).doesNotContain("sealed", "private");
        });
  }

  @Test
  void whatIsNotThere_isSaidSo() throws IOException {
    assertThat(reply("rotate", Map.of("realm", "nowhere")).json()).contains("there is no realm");
    assertThat(reply("rotate", Map.of("realm", "stage06", "use", "access_token")).json())
        .contains("HS256");
    assertThat(reply("list", Map.of("use", "both")).status()).isEqualTo(400);
    assertThat(reply("revoke/plan", Map.of("kid", "x".repeat(43))).status()).isEqualTo(404);
  }
}
