package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.http.Method;
import dev.gatehouse.server.http.Route;
import dev.gatehouse.server.realm.ManagementAct;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.server.realm.Role;
import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.Exchange;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.UnverifiedJwt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Every line of the management API, called by those who may not. The lines are those of the route
 * table and what they take is read from its description: a new endpoint is attacked by itself.
 */
@Tag("database")
class ApiAttackTest {
  private static final String EVERYTHING = "openid manage.read manage.write";
  private static RunningServer server;
  private static Manager ada;
  private static Manager eve;

  @BeforeAll
  static void start() {
    server = RunningServer.start();
    ada = Manager.owner(server);
    eve = Manager.owner(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<Route> lines() {
    List<Route> lines =
        server.routes().stream().filter(route -> route.access() == Route.Access.API).toList();
    assertThat(lines).hasSizeGreaterThan(8);
    return lines;
  }

  private static JsonNode described(Route route) {
    return ApiSamples.operation(server, route);
  }

  /** Right in its shape, and about nothing that is there. */
  private static Exchange request(Route route, String token, Map<String, String> segments) {
    return ApiSamples.request(server, route, segments).bearer(token);
  }

  private static Page sent(Route route, String token) {
    return request(route, token, Map.of()).send();
  }

  private static String code(Page page) {
    return page.json().at("/error/code").asString();
  }

  private static String told(Route route) {
    return route.method() + " " + route.path();
  }

  @Test
  void anonymous_andTokensOfAnotherKind_openNothing() {
    Visitor visitor = Visitor.signedIn(server);
    JsonNode tokens =
        visitor.tokens(Visitor.Ask.of("monitrax-first", "openid offline_access manage.read"));
    List<String> wrong =
        List.of(
            tokens.get("access_token").asString(),
            tokens.get("id_token").asString(),
            tokens.get("refresh_token").asString(),
            ada.token + "x",
            ada.token.substring(0, ada.token.lastIndexOf('.') + 1),
            "gh_live_1_2_3");
    for (Route route : lines()) {
      ApiSamples.request(server, route, Map.of()).send().expect(401);
      for (String token : wrong) {
        assertThat(code(sent(route, token).expect(401))).as(told(route)).isEqualTo("invalid_token");
      }
      // a session in a browser is no credential here
      ApiSamples.request(server, route, Map.of())
          .header("Cookie", "__Host-gh-monitrax=" + tokens.get("refresh_token").asString())
          .send()
          .expect(401);
    }
  }

  @Test
  void tokenOfAnotherRealm_opensNothing() {
    String own = server.base() + Visitor.REALM;
    assertThat(UnverifiedJwt.of(ada.token).claim("iss")).isEqualTo(own);
    String operators = "http://127.0.0.1:" + server.base().getPort();
    for (Route route : lines()) {
      Page there =
          ApiSamples.request(server, route, operators, "operators").bearer(ada.token).send();
      assertThat(code(there.expect(401))).as(told(route)).isEqualTo("invalid_token");
      for (String realm : ShippedRealms.names()) {
        if (!realm.equals("monitrax")) {
          // another realm at this realm's host
          ApiSamples.request(server, route, "", realm).bearer(ada.token).send().expect(421);
        }
      }
    }
  }

  @Test
  void scopeOfTheOtherKind_opensNothing() {
    Manager reader = Manager.of(ada.visitor, "openid manage.read");
    Manager writer = Manager.of(ada.visitor, "openid manage.write");
    for (Route route : lines()) {
      Manager other = route.method() == Method.GET ? writer : reader;
      assertThat(code(sent(route, other.token).expect(403)))
          .as(told(route))
          .isEqualTo("insufficient_scope");
    }
  }

  static Stream<String> roles() {
    return Stream.of("owner", "admin", "member", "viewer");
  }

  @ParameterizedTest
  @MethodSource("roles")
  @Attack("D5")
  void role_opensWhatItsPermissionsSay_andNothingElse(String name) {
    Realm realm = server.realm("monitrax").orElseThrow();
    Role role = realm.role(name).orElseThrow();
    Manager manager = Manager.owner(server).as(name);
    for (Route route : lines()) {
      String act = described(route).get("x-act").asString();
      boolean may =
          Stream.of(ManagementAct.values())
              .filter(it -> it.wire().equals(act))
              .flatMap(it -> realm.management().permission(it).stream())
              .anyMatch(role.permissions()::contains);
      Page answer = sent(route, manager.token);
      if (may) {
        assertThat(answer.status()).as(name + " " + told(route)).isNotIn(401, 500, 503);
        assertThat(answer.status() == 403 && code(answer).equals("forbidden"))
            .as(name + " " + told(route))
            .isFalse();
      } else {
        assertThat(code(answer.expect(403))).as(name + " " + told(route)).isEqualTo("forbidden");
      }
    }
  }

  @Test
  @Attack("T1")
  void idsOfAnotherTenant_areAnsweredAsUnknownOnes_atEveryPosition() {
    List<String> theirs = new ArrayList<>();
    for (String claim : List.of("tid", "sub", "sid")) {
      theirs.add(String.valueOf(UnverifiedJwt.of(eve.token).claim(claim)));
    }
    theirs.addAll(
        DatabaseState.rows(
            server,
            "SELECT family_id::text FROM gatehouse.token_family WHERE tenant_id = '"
                + theirs.getFirst()
                + "' UNION SELECT record_id::text FROM gatehouse.audit_record WHERE tenant_id = '"
                + theirs.getFirst()
                + "'"));
    var before = DatabaseState.effects(server);
    int tried = 0;
    for (Route route : lines()) {
      for (String id : theirs) {
        for (ApiSamples.Position position : ApiSamples.positions(described(route), route)) {
          String unknown = UUID.randomUUID().toString();
          Page foreign = position.with(server, route, id).bearer(ada.token).send();
          Page absent = position.with(server, route, unknown).bearer(ada.token).send();
          assertThat(shape(foreign, id))
              .as(told(route) + " " + position.name())
              .isEqualTo(shape(absent, unknown));
          tried++;
        }
      }
    }
    assertThat(tried).isGreaterThan(20);
    assertThat(DatabaseState.effects(server).get("session")).isEqualTo(before.get("session"));
    assertThat(DatabaseState.effects(server).get("principal")).isEqualTo(before.get("principal"));
    eve.get("/tenant").expect(200);
  }

  private static String shape(Page page, String id) {
    return page.status() + " " + page.body().replace(id, "ID");
  }

  @Test
  @Attack("T2")
  void tenantNamedBesideTheToken_isRefusedOrCountsForNothing() {
    String theirs = String.valueOf(UnverifiedJwt.of(eve.token).claim("tid"));
    String own = ada.get("/tenant").expect(200).body();
    for (String name : List.of("tenant", "tid", "tenant_id", "organization", "organizationId")) {
      for (Route route : lines()) {
        Page refused =
            ApiSamples.asked(server, route, name + "=" + theirs).bearer(ada.token).send();
        refused.expect(400);
      }
      for (String header : List.of("X-Tenant-Id", "X-Organization-Id", "Tenant", "Forwarded")) {
        assertThat(ada.request("GET", "/tenant").header(header, name + "=" + theirs).send().body())
            .isEqualTo(own);
      }
      assertThat(ada.request("GET", "/tenant").header("Cookie", name + "=" + theirs).send().body())
          .isEqualTo(own);
    }
  }

  @Test
  @Attack("T3")
  void bodies_withMoreThanIsDescribed_areRefusedEverywhere() {
    List<String> extra =
        List.of("tenantId", "tid", "roles_", "isAdmin", "emailVerified", "mfaEnabled", "__proto__");
    for (Route route : lines()) {
      if (route.body() == Route.Body.JSON) {
        var before = DatabaseState.effects(server);
        String sample = ApiSamples.body(server, described(route)).toString();
        String inside = sample.substring(1, sample.length() - 1);
        String comma = inside.isEmpty() ? "" : ",";
        for (String name : extra) {
          String wider = "{\"" + name + "\":true" + comma + inside + "}";
          request(route, ada.token, Map.of()).json(wider).send().expect(400);
        }
        if (!inside.isEmpty()) {
          request(route, ada.token, Map.of())
              .json("{" + inside + "," + inside + "}")
              .send()
              .expect(400);
        }
        for (String type :
            List.of(
                "application/x-www-form-urlencoded",
                "application/json-patch+json",
                "application/merge-patch+json",
                "text/plain")) {
          request(route, ada.token, Map.of()).body(type, sample).send().expect(415);
        }
        for (String other : List.of("[]", "null", "\"a\"", "{\"a\":{\"a\":{\"a\":{}}}}", "{")) {
          request(route, ada.token, Map.of()).json(other).send().expect(400);
        }
        assertThat(DatabaseState.effects(server)).as(told(route)).isEqualTo(before);
      }
    }
  }

  @Test
  @Attack("T12")
  void lists_tellNothingOfWhatIsNotShown() {
    int lists = 0;
    for (Route route : lines()) {
      boolean list = described(route).toString().contains("\"cursor\"");
      Page own = sent(route, ada.token);
      if (own.status() == 200) {
        // equal things of two tenants have tags that don't show it
        own.header("ETag")
            .ifPresent(tag ->
                assertThat(sent(route, eve.token).header("ETag").orElseThrow())
                    .as(told(route))
                    .isNotEqualTo(tag));
      }
      if (list) {
        lists++;
        assertListIsKept(route, own.expect(200));
      }
    }
    assertThat(lists).isGreaterThan(4);
  }

  private static void assertListIsKept(Route route, Page own) {
    assertThat(own.json().propertyNames()).as(told(route)).isSubsetOf("items", "next");
    for (String query :
        List.of("sort=password", "order=desc", "total=true", "count=1", "offset=1", "page=2")) {
      ApiSamples.asked(server, route, query).bearer(ada.token).send().expect(400);
    }
    String forged = "A".repeat(80);
    Page bad =
        ApiSamples.asked(server, route, "cursor=" + forged).bearer(ada.token).send().expect(400);
    Page first = ApiSamples.asked(server, route, "limit=1").bearer(ada.token).send().expect(200);
    JsonNode next = first.json().get("next");
    if (next != null) {
      Page foreign =
          ApiSamples.asked(server, route, "cursor=" + next.asString())
              .bearer(eve.token)
              .send()
              .expect(400);
      assertThat(foreign.body()).as(told(route)).isEqualTo(bad.body());
    }
  }

  @Test
  void callerWhoIsSuspended_orWhoseTenantIs_opensNothing() {
    Manager first = Manager.owner(server);
    Manager second = Manager.owner(server);
    update("principal SET status = 'disabled' WHERE principal_id", first, "sub");
    update("tenant SET status = 'suspended' WHERE tenant_id", second, "tid");
    for (Route route : lines()) {
      for (Manager suspended : List.of(first, second)) {
        assertThat(code(sent(route, suspended.token).expect(401)))
            .as(told(route))
            .isEqualTo("invalid_token");
      }
    }
  }

  private static void update(String what, Manager of, String claim) {
    server
        .database()
        .execute(
            "UPDATE gatehouse." + what + " = ?",
            UUID.fromString(String.valueOf(UnverifiedJwt.of(of.token).claim(claim))));
  }

  @Test
  void everyRefusal_isOursInForm_andRecorded() {
    Map<String, Integer> wrong = new LinkedHashMap<>();
    wrong.put("/tenant?x=1", 400);
    wrong.put("/sessions/" + UUID.randomUUID(), 405);
    Manager viewer = Manager.owner(server).as("viewer");
    wrong.forEach((path, status) -> {
      Page page = viewer.get(path).expect(status);
      assertThat(page.json().propertyNames()).containsExactly("error");
      assertThat(page.json().get("error").propertyNames()).containsExactly("code", "message");
    });
    viewer.get("/tenant").expect(403);
    assertThat(viewer.visitor.recorded()).last().isEqualTo("token.used");
    assertThat(Manager.of(viewer.visitor, EVERYTHING).get("/keys").expect(403).body())
        .doesNotContain("settings.manage");
  }
}
