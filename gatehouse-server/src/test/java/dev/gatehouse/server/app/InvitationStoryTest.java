package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.UnverifiedJwt;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** From an invitation to a member, and what nobody gets out of one. */
@Tag("database")
class InvitationStoryTest {
  private static final Map<String, String> TYPED =
      Map.of("name", "Grace Hopper", "password", Visitor.PASSWORD);

  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = RunningServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Visitor invited(Visitor owner, String role) throws Refusal {
    Visitor guest = Visitor.unknown(server);
    MemberActs.of(owner).invite(MemberActs.idOf(owner), guest.email, role);
    return guest;
  }

  private static Page open(Visitor guest) {
    return guest.browser.get(guest.link("/invitation"));
  }

  private static void assertGone(Page page) {
    assertThat(page.status()).isEqualTo(400);
    assertThat(page.text()).contains("used, has run out");
  }

  private static int members(Visitor owner) {
    return DatabaseState.rows(
            server,
            "SELECT principal_id::text FROM gatehouse.email_address WHERE tenant_id = '"
                + MemberActs.of(owner).tenant
                + "'")
        .size();
  }

  @Test
  void invitation_accepted_joinsAsItWasStored_andProvesTheMailbox() throws Exception {
    Visitor owner = Visitor.registered(server);
    Visitor guest = invited(owner, "viewer");
    open(guest).expect(200);
    Page form = open(guest).expect(200);
    assertThat(form.text()).contains(owner.organisation).contains(guest.email);

    Page joined = form.form().submit(TYPED).expect(303);

    assertThat(joined.location().map(URI::getPath))
        .hasValueSatisfying(path -> assertThat(path).startsWith("/r/monitrax/t/house-"));
    assertThat(guest.isSignedIn()).isFalse();
    guest.signIn().expect(303);
    JsonNode tokens = guest.tokens(Ask.of("monitrax-web", "openid email"));
    JsonNode claims = UnverifiedJwt.of(tokens.get("access_token").asString()).claims();
    assertThat(claims.get("roles").values().stream().map(JsonNode::asString))
        .containsExactly("viewer");
    assertThat(claims.get("tid").asString()).isEqualTo(MemberActs.of(owner).tenant.toString());
    JsonNode person = UnverifiedJwt.of(tokens.get("id_token").asString()).claims();
    assertThat(person.get("email_verified").asBoolean()).isTrue();
    assertThat(owner.recorded()).contains("member.invited", "member.joined");
    assertGone(open(guest));
  }

  @Test
  void invitation_withMistakesInTheForm_keepsWhatWasTyped_andIsNotUsedUp() throws Exception {
    Visitor owner = Visitor.registered(server);
    Visitor guest = invited(owner, "viewer");
    Page again =
        open(guest).expect(200).form().submit(Map.of("name", "Grace", "password", "short"));
    assertThat(again.status()).isEqualTo(400);
    assertThat(again.form().value("name")).contains("Grace");
    again.form().submit(TYPED).expect(303);
  }

  @Test
  void invitation_afterItsTime_isGone() throws Exception {
    Visitor owner = Visitor.registered(server);
    Visitor guest = invited(owner, "viewer");
    open(guest).expect(200);
    server.clock().advance(Duration.ofDays(7));
    assertGone(open(guest));
  }

  @Test
  void invitation_ofSomebodyWhoMayNotGiveItAnyMore_isRefused() throws Exception {
    Visitor owner = Visitor.registered(server);
    MemberActs acts = MemberActs.of(owner);
    PrincipalId admin = acts.plant("admin");
    Visitor guest = Visitor.unknown(server);
    acts.invite(admin, guest.email, "member");
    acts.by(
        MemberActs.idOf(owner),
        EventType.MEMBER_DISABLED,
        (tx, acting) -> acts.members().disable(tx, acting, admin));
    assertThat(open(guest).expect(200).form().submit(TYPED).status()).isEqualTo(403);
    assertThat(members(owner)).isEqualTo(2);
  }

  @Test
  void invitation_replacedByAnother_isGone() throws Exception {
    Visitor owner = Visitor.registered(server);
    Visitor guest = invited(owner, "viewer");
    Page first = open(guest).expect(200);
    MemberActs.of(owner).invite(MemberActs.idOf(owner), guest.email, "member");
    assertGone(first.form().submit(TYPED));
  }

  @Test
  void invitation_ofAMember_isRefused() {
    Visitor owner = Visitor.registered(server);
    assertThatThrownBy(
            () -> MemberActs.of(owner).invite(MemberActs.idOf(owner), owner.email, "viewer"))
        .isInstanceOf(Refusal.class)
        .hasMessage(Reason.MEMBER_EXISTS.id());
  }

  @Test
  @Attack("L7")
  void invitation_forgedReusedOrRaised_isRefused_andSignUpIsOffWhereItIs() throws Exception {
    Visitor owner = Visitor.registered(server);
    Visitor other = Visitor.registered(server);
    Visitor guest = invited(owner, "viewer");
    Page page = open(guest).expect(200);
    FormData good = page.form().fill(TYPED).data();

    // for another organisation than it was made for
    String forged = at(MemberActs.of(other).tenant.value(), good.first("token").orElseThrow());
    assertThat(send(guest, good.set("token", forged)).status()).isEqualTo(400);
    // with more than was given
    for (String field : new String[] {"role", "roles", "tenant", "tenant_id", "email", "owner"}) {
      assertThat(send(guest, good.add(field, "owner")).status()).as(field).isEqualTo(400);
    }
    assertThat(members(owner)).isEqualTo(1);
    assertThat(members(other)).isEqualTo(1);

    send(guest, good).expect(303);
    PrincipalId joined = MemberActs.idOf(guest);
    assertThat(MemberActs.of(owner).roles(joined)).containsExactly("viewer");
    // again
    assertGone(send(guest, good));
    assertThat(members(owner)).isEqualTo(2);

    try (RunningServer closed = RunningServer.changed(Map.of("sign_up: open", "sign_up: closed"))) {
      Visitor stranger = Visitor.unknown(closed);
      Page signIn = stranger.browser.get(Visitor.REALM + "/sign-in").followAll().expect(200);
      FormData form =
          FormData.of("csrf", signIn.form().value("csrf").orElseThrow())
              .add("name", "Mallory")
              .add("email", stranger.email)
              .add("organisation", "Mallory & Sons")
              .add("password", Visitor.PASSWORD);
      assertThat(stranger.browser.get(Visitor.REALM + "/register").status()).isEqualTo(403);
      Page refused =
          stranger.browser.request("POST", Visitor.REALM + "/register").form(form).send();
      assertThat(refused.status()).isEqualTo(403);
      assertThat(DatabaseState.rows(closed, "SELECT address FROM gatehouse.email_address"))
          .isEmpty();
    }
  }

  private static Page send(Visitor who, FormData form) {
    return who.browser.request("POST", Visitor.REALM + "/invitation").form(form).send();
  }

  /** The same token as if it had been made in another tenant. */
  private static String at(UUID tenant, String token) {
    int start = token.indexOf('_') + 1;
    byte[] bytes = Base64.getUrlDecoder().decode(token.substring(start));
    ByteBuffer.wrap(bytes)
        .position(9)
        .putLong(tenant.getMostSignificantBits())
        .putLong(tenant.getLeastSignificantBits());
    return token.substring(0, start)
        + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
