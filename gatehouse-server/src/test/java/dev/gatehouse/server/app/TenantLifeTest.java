package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.admin.AdminClient;
import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.Page;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What operators do to tenants, and that what ended stays ended. */
@Tag("database")
class TenantLifeTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Ask ASK = Ask.of("monitrax-web", "openid email offline_access");
  private static final String MACHINE = "monitrax-machine";
  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = RunningServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static AdminClient.Reply post(String act, Map<String, String> request)
      throws IOException {
    Map<String, String> all = new HashMap<>(request);
    all.put("realm", "monitrax");
    all.put("by", "ada");
    return server.admin().post("/tenants/" + act, JSON.writeValueAsString(all));
  }

  private static JsonNode done(String act, String tenant) throws IOException {
    AdminClient.Reply reply = post(act, Map.of("tenant", tenant));
    assertThat(reply.status()).as(reply.json()).isEqualTo(200);
    return JSON.readTree(reply.json());
  }

  private static String slug(Visitor who) {
    return DatabaseState.rows(
            server, "SELECT slug FROM gatehouse.tenant WHERE tenant_id = '" + tenant(who) + "'")
        .getFirst();
  }

  private static String tenant(Visitor who) {
    return MemberActs.of(who).tenant.toString();
  }

  /** Everything that somebody of a tenant has in hand. */
  private record Held(
      Visitor visitor,
      String access,
      String refresh,
      String code,
      String machine,
      URI reset,
      URI invitation,
      Visitor guest) {
    static Held by(Visitor visitor) throws Refusal {
      JsonNode tokens = visitor.tokens(ASK);
      Foundation on = server.inside().foundation();
      on.serviceAccounts()
          .ensure(
              MemberActs.REALM,
              MemberActs.of(visitor).tenant,
              new ClientId(MACHINE),
              "Statements",
              List.of("viewer"));
      Visitor guest = Visitor.unknown(server);
      MemberActs.of(visitor).invite(MemberActs.idOf(visitor), guest.email, "viewer");
      server.mail().clear();
      visitor
          .elsewhere()
          .browser
          .get(Visitor.REALM + "/forgot")
          .expect(200)
          .form()
          .submit(Map.of("email", visitor.email))
          .expect(200);
      URI reset = visitor.link("/reset");
      server.mail().clear();
      MemberActs.of(visitor).invite(MemberActs.idOf(visitor), guest.email, "viewer");
      return new Held(
          visitor,
          tokens.get("access_token").asString(),
          tokens.get("refresh_token").asString(),
          visitor.code(ASK),
          machineToken(tenant(visitor)).orElseThrow(),
          reset,
          guest.link("/invitation"),
          guest);
    }

    void assertAlive() {
      assertThat(visitor.isSignedIn()).isTrue();
      assertThat(visitor.userInfo(access).status()).isEqualTo(200);
      assertThat(isActive(machine)).isTrue();
      assertThat(server.browser().get(reset.toString()).status()).isEqualTo(200);
      assertThat(server.browser().get(invitation.toString()).status()).isEqualTo(200);
    }

    void assertDead(String when) {
      assertThat(visitor.isSignedIn()).as("cookie " + when).isFalse();
      assertThat(visitor.userInfo(access).status()).as("access " + when).isEqualTo(401);
      assertThat(isActive(access)).as("access " + when).isFalse();
      assertThat(isActive(refresh)).as("refresh " + when).isFalse();
      assertThat(isActive(machine)).as("machine " + when).isFalse();
      assertThat(visitor.refresh("monitrax-web", refresh).status())
          .as("refresh " + when)
          .isEqualTo(400);
      assertThat(visitor.exchange(ASK, code).status()).as("code " + when).isEqualTo(400);
      assertThat(server.browser().get(reset.toString()).status())
          .as("reset " + when)
          .isEqualTo(400);
      assertThat(server.browser().get(invitation.toString()).status())
          .as("invitation " + when)
          .isEqualTo(400);
    }
  }

  private static Page asClient(String endpoint, FormData form, String client) {
    return server
        .browser()
        .request("POST", Visitor.REALM + "/oauth2/" + endpoint)
        .asProgram()
        .form(form)
        .basic(client, server.secret(client))
        .send();
  }

  private static Optional<String> machineToken(String tenant) {
    Page answer =
        asClient(
            "token",
            FormData.of("grant_type", "client_credentials", "tenant", tenant)
                .add("scope", "finances:read"),
            MACHINE);
    return answer.status() == 200
        ? Optional.of(answer.json().get("access_token").asString())
        : Optional.empty();
  }

  private static boolean isActive(String token) {
    return List.of("monitrax-api", "monitrax-web", MACHINE).stream()
        .map(client -> asClient("introspect", FormData.of("token", token), client))
        .anyMatch(state -> state.status() == 200 && state.json().get("active").asBoolean());
  }

  private static List<String> statuses(Visitor who) {
    return who.recorded().stream().filter(type -> type.startsWith("tenant.")).toList();
  }

  @Test
  void suspended_everythingIsDeadAtOnce_andResumingRevivesNothing() throws Exception {
    Visitor ada = Visitor.signedIn(server);
    Held held = Held.by(ada);
    held.assertAlive();

    assertThat(done("suspend", slug(ada)).get("status").asString()).isEqualTo("suspended");

    held.assertDead("once suspended");
    assertThat(machineToken(tenant(ada))).isEmpty();
    Page refused = ada.elsewhere().signIn();
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text()).contains("We couldn’t sign you in");

    assertThat(done("resume", slug(ada)).get("status").asString()).isEqualTo("active");
    held.assertDead("once resumed");
    assertThat(ada.elsewhere().signIn().status()).isEqualTo(303);
    assertThat(machineToken(tenant(ada))).isPresent();
    assertThat(statuses(ada))
        .containsExactly("tenant.created", "tenant.suspended", "tenant.resumed");
  }

  @Test
  void suspended_othersGoOn() throws Exception {
    Visitor ada = Visitor.signedIn(server);
    Visitor bob = Visitor.signedIn(server);
    String bobs = bob.tokens(ASK).get("access_token").asString();
    done("suspend", slug(ada));
    assertThat(bob.isSignedIn()).isTrue();
    assertThat(bob.userInfo(bobs).status()).isEqualTo(200);
  }

  @Test
  void act_inAStateThatForbidsIt_isRefused() throws Exception {
    Visitor ada = Visitor.registered(server);
    assertThat(post("resume", Map.of("tenant", slug(ada))).status()).isEqualTo(409);
    done("suspend", slug(ada));
    assertThat(post("suspend", Map.of("tenant", slug(ada))).status()).isEqualTo(409);
    assertThat(post("suspend", Map.of("tenant", "nobody-knows-it")).status()).isEqualTo(404);
    assertThat(post("suspend", Map.of("tenant", "monitrax")).status()).isEqualTo(404);
    // what was refused is recorded, too
    assertThat(statuses(ada))
        .containsExactly(
            "tenant.created", "tenant.resumed", "tenant.suspended", "tenant.suspended");
  }

  @Test
  void created_itsOwnerIsAskedToJoin() throws Exception {
    Visitor owner = Visitor.unknown(server);
    AdminClient.Reply reply = post("create", Map.of("name", "Nord AG", "owner", owner.email));
    assertThat(reply.status()).as(reply.json()).isEqualTo(200);
    assertThat(JSON.readTree(reply.json()).get("slug").asString()).isEqualTo("nord-ag");
    owner
        .browser
        .get(owner.link("/invitation"))
        .expect(200)
        .form()
        .submit(Map.of("name", "Emmy Noether", "password", Visitor.PASSWORD))
        .expect(303);
    assertThat(owner.elsewhere().signIn().status()).isEqualTo(303);
    assertThat(MemberActs.of(owner).roles(MemberActs.idOf(owner))).containsExactly("owner");
    assertThat(post("list", Map.of()).json()).contains("nord-ag");
  }

  private static String status(String tenant) {
    return DatabaseState.rows(
            server, "SELECT status FROM gatehouse.tenant WHERE tenant_id = '" + tenant + "'")
        .getFirst();
  }

  @Test
  void deleted_isKeptForTheGrace_thenErased_andItsSlugIsAnothers() throws Exception {
    Visitor ada = Visitor.signedIn(server);
    Visitor bob = Visitor.signedIn(server);
    Held held = Held.by(ada);
    String tenant = tenant(ada);
    String slug = slug(ada);
    int records = ada.recorded().size();

    assertThat(done("delete", slug).get("erase_after").asString()).isNotEmpty();
    held.assertDead("once it is to be deleted");
    done("resume", slug);
    assertThat(ada.elsewhere().signIn().status()).isEqualTo(303);
    done("delete", slug);
    server.clock().advance(Duration.ofDays(29));
    server.inside().features().erase();
    assertThat(status(tenant)).isEqualTo("deleting");

    server.clock().advance(Duration.ofDays(1));
    server.inside().features().erase();

    assertThat(status(tenant)).isEqualTo("deleted");
    assertNothingIsLeft(tenant);
    assertThat(DatabaseState.rows(server, records(tenant)).size()).isGreaterThan(records);
    assertThat(
            DatabaseState.rows(
                server,
                "SELECT name || slug || (name_digest IS NOT NULL)::text FROM gatehouse.tenant"
                    + " WHERE tenant_id = '"
                    + tenant
                    + "'"))
        .containsExactly("deleteddeletedtrue");
    held.assertDead("once erased");
    assertThat(ada.elsewhere().signIn().status()).isEqualTo(400);
    assertThat(post("show", Map.of("tenant", slug)).status()).isEqualTo(404);
    assertThat(post("resume", Map.of("tenant", tenant)).status()).isEqualTo(409);

    AdminClient.Reply again = post("create", Map.of("name", ada.organisation, "owner", ada.email));
    assertThat(JSON.readTree(again.json()).get("slug").asString()).isEqualTo(slug);
    assertThat(JSON.readTree(again.json()).get("id").asString()).isNotEqualTo(tenant);
    held.assertDead("with its slug another's");
    assertThat(bob.browser.get(Visitor.REALM + "/sign-in").followAll().status()).isEqualTo(200);
  }

  private static String records(String tenant) {
    return "SELECT record_id::text FROM gatehouse.audit_record WHERE tenant_id = '" + tenant + "'";
  }

  /** In every table that has rows of tenants, but for the tombstone and the records. */
  private static void assertNothingIsLeft(String tenant) {
    List<String> tables =
        DatabaseState.rows(
            server,
            """
            SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
            WHERE c.relnamespace = 'gatehouse'::regnamespace AND c.relkind = 'r'
              AND c.relname NOT IN ('tenant', 'audit_record', 'revocation')
            """);
    assertThat(tables).contains("principal", "session", "person_key", "login_index", "role_grant");
    for (String table : tables) {
      assertThat(
              DatabaseState.rows(
                  server,
                  "SELECT 'left' FROM gatehouse."
                      + table
                      + " WHERE tenant_id = '"
                      + tenant
                      + "' LIMIT 1"))
          .as(table)
          .isEmpty();
    }
  }
}
