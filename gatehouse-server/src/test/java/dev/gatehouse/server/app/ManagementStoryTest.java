package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.UnverifiedJwt;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What those who run an organisation do through the management API, and what they can't. */
@Tag("database")
class ManagementStoryTest {
  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = RunningServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String code(Page page) {
    return page.json().at("/error/code").asString();
  }

  private static List<JsonNode> items(Page page) {
    return StreamSupport.stream(page.expect(200).json().get("items").spliterator(), false).toList();
  }

  @Test
  void tenant_isTheCallersOwn_withItsVersion() {
    Manager ada = Manager.owner(server);
    Page page = ada.get("/tenant").expect(200);
    UnverifiedJwt token = UnverifiedJwt.of(ada.token);
    assertThat(page.json().get("id").asString()).isEqualTo(token.claim("tid"));
    assertThat(page.json().get("name").asString()).isEqualTo(ada.visitor.organisation);
    assertThat(page.json().get("status").asString()).isEqualTo("active");
    assertThat(token.claim("aud")).isEqualTo(server.base() + Visitor.REALM + "/api");
    String tag = page.header("ETag").orElseThrow();
    assertThat(ada.get("/tenant").header("ETag")).contains(tag);
    assertThat(Manager.owner(server).get("/tenant").header("ETag").orElseThrow()).isNotEqualTo(tag);
  }

  @Test
  void lists_showWhatTheRealmIs() {
    Manager ada = Manager.owner(server);
    assertThat(items(ada.get("/roles")).stream().map(role -> role.get("name").asString()))
        .containsExactly("admin", "member", "owner", "viewer");
    List<JsonNode> keys = items(ada.get("/keys"));
    assertThat(keys).isNotEmpty();
    assertThat(keys).allSatisfy(key -> assertThat(key.get("jwk").has("d")).isFalse());
    assertThat(items(ada.get("/clients")).stream().map(client -> client.get("id").asString()))
        .contains("monitrax-web", "monitrax-first");
    assertThat(ada.get("/clients/monitrax-web").expect(200).json().get("declared").asBoolean())
        .isTrue();
    assertThat(code(ada.get("/clients/nobody").expect(404))).isEqualTo("not_found");
    assertThat(ada.delete("/clients/monitrax-web").expect(409).body()).contains("realm's file");
  }

  @Test
  void pages_followTheirCursors_toTheEnd() {
    Manager ada = Manager.owner(server);
    List<String> names = new ArrayList<>();
    String path = "/roles?limit=1";
    while (true) {
      Page page = ada.get(path);
      items(page).forEach(role -> names.add(role.get("name").asString()));
      JsonNode next = page.json().get("next");
      if (next == null) {
        break;
      }
      path = "/roles?limit=1&cursor=" + next.asString();
    }
    assertThat(names).containsExactly("admin", "member", "owner", "viewer");
  }

  @Test
  void session_endedByAnAdministrator_isDeadWithItsTokens() {
    Manager ada = Manager.owner(server);
    Visitor second = ada.visitor.elsewhere();
    second.signIn().expect(303);
    String secondToken = Manager.token(second, "openid");
    String session = UnverifiedJwt.of(secondToken).claim("sid").toString();
    assertThat(items(ada.get("/sessions")).stream().map(it -> it.get("id").asString()))
        .contains(session);
    String own = UnverifiedJwt.of(ada.token).claim("sub").toString();
    assertThat(items(ada.get("/sessions?principal=" + own))).hasSize(2);
    assertThat(items(ada.get("/sessions?principal=" + UUID.randomUUID()))).isEmpty();
    second.userInfo(secondToken).expect(200);
    ada.delete("/sessions/" + session).expect(204);
    second.userInfo(secondToken).expect(401);
    assertThat(second.isSignedIn()).isFalse();
    assertThat(code(ada.delete("/sessions/" + session).expect(404))).isEqualTo("not_found");
    assertThat(ada.visitor.recorded()).contains("session.revoked");
  }

  @Test
  void sessionOfAnotherTenant_isAnsweredAsOneThatIsNotThere() {
    Manager ada = Manager.owner(server);
    Manager eve = Manager.owner(server);
    String session = UnverifiedJwt.of(ada.token).claim("sid").toString();
    String unknown = eve.delete("/sessions/" + UUID.randomUUID()).expect(404).body();
    assertThat(eve.delete("/sessions/" + session).expect(404).body()).isEqualTo(unknown);
    assertThat(eve.delete("/sessions/nonsense").expect(404).body()).isEqualTo(unknown);
    assertThat(eve.get("/sessions").body()).doesNotContain(session);
    ada.get("/tenant").expect(200);
  }

  @Test
  void records_areReadNewestFirst_filtered_andOpenedByPermission() {
    Manager ada = Manager.owner(server);
    String own = UnverifiedJwt.of(ada.token).claim("sub").toString();
    List<JsonNode> all = items(ada.get("/audit?limit=100"));
    assertThat(all.stream().map(it -> it.get("time").asString()).toList())
        .isSortedAccordingTo(java.util.Comparator.reverseOrder());
    List<JsonNode> signedIn = items(ada.get("/audit?type=session.signed_in&principal=" + own));
    assertThat(signedIn).hasSize(1);
    assertThat(signedIn.getFirst().get("personal_state").asString()).isEqualTo("opened");
    assertThat(signedIn.getFirst().at("/personal/ip").asString()).isNotEmpty();
    assertThat(items(ada.get("/audit?principal=" + UUID.randomUUID()))).isEmpty();
    // that somebody looked is in the log, too
    assertThat(items(ada.get("/audit?type=audit.read"))).hasSizeGreaterThanOrEqualTo(3);
    List<String> walked = new ArrayList<>();
    String path = "/audit?type=audit.read&limit=1";
    for (int page = 0; page < 2; page++) {
      Page read = ada.get(path);
      walked.add(items(read).getFirst().get("id").asString());
      path = "/audit?type=audit.read&limit=1&cursor=" + read.json().get("next").asString();
    }
    assertThat(walked).doesNotHaveDuplicates();
  }

  @Test
  void call_needsTheScopeOfTheApplication_andThePermissionOfThePerson() {
    Visitor visitor = Visitor.signedIn(server);
    Manager reader = Manager.of(visitor, "openid manage.read");
    reader.get("/tenant").expect(200);
    Page narrow = reader.delete("/sessions/" + UUID.randomUUID()).expect(403);
    assertThat(code(narrow)).isEqualTo("insufficient_scope");
    assertThat(narrow.header("WWW-Authenticate").orElse("")).contains("insufficient_scope");
    Manager viewer = reader.as("viewer");
    assertThat(code(viewer.get("/tenant").expect(403))).isEqualTo("forbidden");
    assertThat(code(viewer.delete("/sessions/" + UUID.randomUUID()).expect(403)))
        .isEqualTo("forbidden");
    // the token that said "owner" went with the role
    reader.get("/tenant").expect(401);
    Manager admin = viewer.as("admin");
    admin.get("/sessions").expect(200);
    assertThat(code(admin.get("/audit").expect(403))).isEqualTo("forbidden");
  }

  @Test
  void tokens_ofAnotherAudienceOrNone_areRefused() {
    Visitor visitor = Visitor.signedIn(server);
    Manager other = Manager.of(visitor, "openid");
    assertThat(code(other.get("/tenant").expect(401))).isEqualTo("invalid_token");
    Page none = server.browser().request("GET", Manager.API + "/tenant").asProgram().send();
    assertThat(none.expect(401).header("WWW-Authenticate")).contains("Bearer");
    JsonNode tokens = visitor.tokens(Ask.of("monitrax-first", "openid manage.read"));
    for (String wrong :
        List.of(
            tokens.get("access_token").asString(),
            tokens.get("id_token").asString(),
            "gh_live_1_2_3",
            "x.y.z")) {
      server
          .browser()
          .request("GET", Manager.API + "/tenant")
          .asProgram()
          .bearer(wrong)
          .send()
          .expect(401);
    }
    // and its own is for nothing else
    String own = Manager.of(visitor, "openid manage.read").token;
    assertThat(UnverifiedJwt.of(own).claim("aud"))
        .isEqualTo(server.base() + Visitor.REALM + "/api");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/tenant?tenant=1",
        "/tenant?tid=1",
        "/roles?limit=0",
        "/roles?limit=101",
        "/roles?limit=1e1",
        "/roles?limit=01",
        "/roles?limit=",
        "/roles?cursor=AAAA",
        "/roles?cursor=",
        "/roles?sort=created_at",
        "/roles?total=true",
        "/sessions?principal=x",
        "/audit?type=A%20B"
      })
  void query_otherThanDescribed_isRefused(String path) {
    assertThat(code(Manager.owner(server).get(path).expect(400))).isEqualTo("invalid_request");
  }

  @Test
  void repeatedRequest_withItsKey_actsOnce() {
    Manager ada = Manager.owner(server);
    Visitor second = ada.visitor.elsewhere();
    second.signIn().expect(303);
    String session = UnverifiedJwt.of(Manager.token(second, "openid")).claim("sid").toString();
    for (int i = 0; i < 3; i++) {
      ada.request("DELETE", "/sessions/" + session)
          .header("Idempotency-Key", "end-1")
          .send()
          .expect(204);
    }
    assertThat(ada.visitor.recorded()).containsOnlyOnce("session.revoked");
    Page other =
        ada.request("DELETE", "/sessions/" + UUID.randomUUID())
            .header("Idempotency-Key", "end-1")
            .send()
            .expect(422);
    assertThat(code(other)).isEqualTo("idempotency_key_reused");
    for (String bad : List.of("a b", "x".repeat(129))) {
      ada.request("DELETE", "/sessions/" + session)
          .header("Idempotency-Key", bad)
          .send()
          .expect(400);
    }
    // a day later it is a request like any other
    server.clock().advance(java.time.Duration.ofHours(24).plusSeconds(1));
    Visitor later = ada.visitor.elsewhere();
    later.signIn().expect(303);
    Manager.of(later, "openid manage.read manage.write")
        .request("DELETE", "/sessions/" + session)
        .header("Idempotency-Key", "end-1")
        .send()
        .expect(404);
  }

  @Test
  void refusedRequest_leavesItsKeyFree() {
    Manager ada = Manager.owner(server);
    String unknown = "/sessions/" + UUID.randomUUID();
    ada.request("DELETE", unknown).header("Idempotency-Key", "k").send().expect(404);
    Visitor second = ada.visitor.elsewhere();
    second.signIn().expect(303);
    String session = UnverifiedJwt.of(Manager.token(second, "openid")).claim("sid").toString();
    ada.request("DELETE", "/sessions/" + session).header("Idempotency-Key", "k").send().expect(204);
  }

  @Test
  void sameKey_manyAtOnce_oneActs() throws Exception {
    Manager ada = Manager.owner(server);
    Visitor second = ada.visitor.elsewhere();
    second.signIn().expect(303);
    String session = UnverifiedJwt.of(Manager.token(second, "openid")).claim("sid").toString();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        calls.add(() ->
            ada.request("DELETE", "/sessions/" + session)
                .header("Idempotency-Key", "once")
                .send()
                .status());
      }
      for (Future<Integer> status : threads.invokeAll(calls)) {
        assertThat(Objects.requireNonNull(status.get())).isEqualTo(204);
      }
    }
    assertThat(ada.visitor.recorded()).containsOnlyOnce("session.revoked");
  }

  @Test
  void cursor_forgedOrForeignOrAltered_isRefused() {
    Manager ada = Manager.owner(server);
    Manager eve = Manager.owner(server);
    String cursor = ada.get("/roles?limit=1").expect(200).json().get("next").asString();
    ada.get("/roles?limit=2&cursor=" + cursor).expect(200);
    List<String> wrong =
        List.of(
            cursor.substring(1),
            cursor + "A",
            cursor.substring(0, 10)
                + (cursor.charAt(10) == 'A' ? 'B' : 'A')
                + cursor.substring(11));
    for (String bad : wrong) {
      assertThat(code(ada.get("/roles?cursor=" + bad).expect(400))).isEqualTo("invalid_request");
    }
    // another caller's, another list's, another filter's
    eve.get("/roles?cursor=" + cursor).expect(400);
    ada.get("/keys?cursor=" + cursor).expect(400);
    String filtered = ada.get("/audit?limit=1").json().get("next").asString();
    ada.get("/audit?limit=1&type=token.issued&cursor=" + filtered).expect(400);
  }
}
