package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.server.audit.EventType;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.member.TenantRoles;
import dev.gatehouse.server.tenant.TenantRole;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.UnverifiedJwt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Roles given, changed, ended and refused, and what of it tokens and sessions say. */
@Tag("database")
class MembershipTest {
  private static final int RACES = Integer.getInteger("gatehouse.races", 12);
  private static final Ask ASK = Ask.of("monitrax-web", "openid email offline_access");
  private static RunningServer server;

  private Visitor owner;
  private PrincipalId ownerId;
  private MemberActs acts;

  @BeforeAll
  static void start() {
    server = RunningServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void openTenant() {
    owner = Visitor.signedIn(server);
    ownerId = MemberActs.idOf(owner);
    acts = MemberActs.of(owner);
  }

  private static void assertRefused(Reason reason, ThrowingCallable act) {
    assertThatThrownBy(act).isInstanceOf(Refusal.class).hasMessage(reason.id());
  }

  private Visitor joined(String role) throws Refusal {
    Visitor guest = Visitor.unknown(server);
    acts.invite(ownerId, guest.email, role);
    guest
        .browser
        .get(guest.link("/invitation"))
        .expect(200)
        .form()
        .submit(Map.of("name", "Grace Hopper", "password", Visitor.PASSWORD))
        .expect(303);
    guest.signIn().expect(303);
    return guest;
  }

  private static List<String> roles(String accessToken) {
    return UnverifiedJwt.of(accessToken).claims().get("roles").values().stream()
        .map(JsonNode::asString)
        .toList();
  }

  private static String access(JsonNode tokens) {
    return tokens.get("access_token").asString();
  }

  private static String refresh(JsonNode tokens) {
    return tokens.get("refresh_token").asString();
  }

  private static List<String> sessionRoles(Visitor who) {
    return who
        .browser
        .get(Visitor.REALM + "/account/identity")
        .expect(200)
        .json()
        .get("roles")
        .values()
        .stream()
        .map(JsonNode::asString)
        .toList();
  }

  @Test
  void changedRole_killsAccessTokens_andRefreshBringsTheNewOne() throws Exception {
    Visitor grace = joined("member");
    JsonNode tokens = grace.tokens(ASK);
    assertThat(roles(access(tokens))).containsExactly("member");
    assertThat(grace.userInfo(access(tokens)).status()).isEqualTo(200);

    acts.setRoles(ownerId, MemberActs.idOf(grace), "viewer");

    assertThat(grace.userInfo(access(tokens)).status()).isEqualTo(401);
    assertThat(sessionRoles(grace)).containsExactly("viewer");
    JsonNode fresh = grace.refresh("monitrax-web", refresh(tokens)).expect(200).json();
    assertThat(roles(access(fresh))).containsExactly("viewer");
    assertThat(grace.userInfo(access(fresh)).status()).isEqualTo(200);
    assertThat(grace.userInfo(access(tokens)).status()).isEqualTo(401);
    assertThat(owner.recorded()).contains("member.roles_changed");
  }

  @Test
  void changedRole_toTheSame_endsNothing() throws Exception {
    Visitor grace = joined("member");
    JsonNode tokens = grace.tokens(ASK);
    acts.setRoles(ownerId, MemberActs.idOf(grace), "member");
    assertThat(grace.userInfo(access(tokens)).status()).isEqualTo(200);
  }

  @Test
  void roleWithAnEnd_noTokenSaysItLonger_andNoJobIsNeeded() throws Exception {
    Visitor grace = joined("viewer");
    Instant end = server.clock().instant().plus(Duration.ofMinutes(5));
    acts.give(ownerId, MemberActs.idOf(grace), "admin", Optional.of(end));

    JsonNode tokens = grace.tokens(ASK);
    assertThat(roles(access(tokens))).containsExactly("admin", "viewer");
    JsonNode claims = UnverifiedJwt.of(access(tokens)).claims();
    assertThat(claims.get("exp").asLong()).isEqualTo(end.getEpochSecond());
    assertThat(tokens.get("expires_in").asLong()).isEqualTo(300);
    assertThat(sessionRoles(grace)).containsExactly("admin", "viewer");

    server.clock().advance(Duration.ofMinutes(5));

    assertThat(grace.userInfo(access(tokens)).status()).isEqualTo(401);
    assertThat(sessionRoles(grace)).containsExactly("viewer");
    JsonNode fresh = grace.refresh("monitrax-web", refresh(tokens)).expect(200).json();
    assertThat(roles(access(fresh))).containsExactly("viewer");
    assertThat(fresh.get("expires_in").asLong()).isEqualTo(900);
    // the same may be given anew
    acts.give(ownerId, MemberActs.idOf(grace), "admin", Optional.empty());
    assertThat(sessionRoles(grace)).containsExactly("admin", "viewer");
  }

  @Test
  void roleOfTheTenant_isNeverMoreThanTheRealms_andGoesFromEverybody() throws Exception {
    Visitor grace = joined("viewer");
    PrincipalId id = MemberActs.idOf(grace);
    TenantRole auditor = new TenantRole("owner", "Looks at loans", List.of("loan.read"));
    TenantRoles own = server.inside().features().tenantRoles;
    acts.by(ownerId, EventType.ROLE_CREATED, (tx, by) -> own.create(tx, by, auditor));
    acts.setRoles(ownerId, id, "viewer", "tenant:owner");

    JsonNode tokens = grace.tokens(ASK);
    assertThat(roles(access(tokens))).containsExactly("tenant:owner", "viewer");
    assertRefused(Reason.MEMBER_ABOVE, () -> acts.setRoles(id, ownerId, "viewer"));
    assertRefused(
        Reason.PARAMETER_INVALID,
        () ->
            acts.by(
                ownerId,
                EventType.ROLE_CHANGED,
                (tx, by) ->
                    own.change(tx, by, new TenantRole("owner", "", List.of("server.root")))));

    acts.by(ownerId, EventType.ROLE_DELETED, (tx, by) -> own.remove(tx, by, "owner"));
    assertThat(acts.roles(id)).containsExactly("viewer");
    assertThat(grace.userInfo(access(tokens)).status()).isEqualTo(401);
  }

  @Test
  void nobody_givesWhatTheyDontHold() throws Exception {
    PrincipalId admin = acts.plant("admin");
    PrincipalId viewer = acts.plant("viewer");
    assertRefused(Reason.ROLE_ABOVE, () -> acts.setRoles(admin, admin, "owner"));
    assertRefused(Reason.ROLE_ABOVE, () -> acts.setRoles(viewer, viewer, "member"));
    assertRefused(Reason.ROLE_ABOVE, () -> acts.give(admin, viewer, "owner", Optional.empty()));
    assertRefused(Reason.ROLE_ABOVE, () -> acts.invite(admin, "new@example.com", "owner"));
    assertRefused(Reason.ROLE_UNKNOWN, () -> acts.setRoles(ownerId, viewer, "root"));
    assertRefused(
        Reason.ROLE_ABOVE,
        () ->
            acts.by(
                admin,
                EventType.ROLE_CREATED,
                (tx, by) ->
                    server
                        .inside()
                        .features()
                        .tenantRoles
                        .create(tx, by, new TenantRole("x", "", List.of("settings.manage")))));
    assertThat(acts.roles(admin)).containsExactly("admin");
    assertThat(acts.roles(viewer)).containsExactly("viewer");
    acts.setRoles(admin, viewer, "member");
    assertThat(acts.roles(viewer)).containsExactly("member");
  }

  @Test
  void nobody_actsOnSomebodyWhoHoldsMore() {
    PrincipalId admin = acts.plant("admin");
    assertRefused(Reason.MEMBER_ABOVE, () -> acts.disable(admin, ownerId));
    assertRefused(Reason.MEMBER_ABOVE, () -> acts.remove(admin, ownerId));
    assertRefused(Reason.MEMBER_ABOVE, () -> acts.setRoles(admin, ownerId, "viewer"));
    assertThat(owner.isSignedIn()).isTrue();
  }

  @Test
  void anotherTenantsMember_isUnknown() {
    Visitor other = Visitor.registered(server);
    PrincipalId stranger = MemberActs.idOf(other);
    assertRefused(Reason.MEMBER_UNKNOWN, () -> acts.disable(ownerId, stranger));
    assertRefused(Reason.MEMBER_UNKNOWN, () -> acts.setRoles(ownerId, stranger, "viewer"));
    assertRefused(Reason.MEMBER_UNKNOWN, () -> acts.remove(ownerId, stranger));
  }

  @Test
  void removedMember_isNobody_andMayBeInvitedAgainAsSomebodyElse() throws Exception {
    Visitor grace = joined("member");
    PrincipalId before = MemberActs.idOf(grace);
    JsonNode tokens = grace.tokens(ASK);
    acts.remove(ownerId, before);
    assertThat(grace.isSignedIn()).isFalse();
    assertThat(grace.userInfo(access(tokens)).status()).isEqualTo(401);
    assertThat(grace.refresh("monitrax-web", refresh(tokens)).status()).isEqualTo(400);
    assertThat(grace.elsewhere().signIn().status()).isEqualTo(400);
    server.mail().clear();
    acts.invite(ownerId, grace.email, "viewer");
    Page page = grace.browser.get(grace.link("/invitation")).expect(200);
    page.form().submit(Map.of("name", "Grace", "password", Visitor.NEW_PASSWORD)).expect(303);
    assertThat(MemberActs.idOf(grace)).isNotEqualTo(before);
    assertThat(grace.elsewhere().signIn(Visitor.PASSWORD).status()).isEqualTo(400);
    assertThat(grace.elsewhere().signIn(Visitor.NEW_PASSWORD).status()).isEqualTo(303);
  }

  @Test
  void disabledMember_isShutOut_andComesBackWithNothingOfBefore() throws Exception {
    Visitor grace = joined("member");
    PrincipalId id = MemberActs.idOf(grace);
    JsonNode tokens = grace.tokens(ASK);
    acts.disable(ownerId, id);
    assertThat(grace.isSignedIn()).isFalse();
    assertThat(grace.elsewhere().signIn().status()).isEqualTo(400);
    acts.by(
        ownerId, EventType.MEMBER_ENABLED, (tx, acting) -> acts.members().enable(tx, acting, id));
    assertThat(grace.isSignedIn()).isFalse();
    assertThat(grace.userInfo(access(tokens)).status()).isEqualTo(401);
    assertThat(grace.refresh("monitrax-web", refresh(tokens)).status()).isEqualTo(400);
    assertThat(grace.elsewhere().signIn().status()).isEqualTo(303);
  }

  @Test
  void lastOwner_isNotLost_whateverIsTried() throws Exception {
    PrincipalId temporary = acts.plant("viewer");
    acts.give(
        ownerId,
        temporary,
        "owner",
        Optional.of(server.clock().instant().plus(Duration.ofDays(1))));
    assertRefused(Reason.OWNER_LAST, () -> acts.setRoles(ownerId, ownerId, "viewer"));
    assertRefused(Reason.OWNER_LAST, () -> acts.remove(ownerId, ownerId));
    assertRefused(Reason.OWNER_LAST, () -> acts.disable(ownerId, ownerId));
    assertRefused(Reason.OWNER_LAST, () -> acts.remove(temporary, ownerId));
    assertRefused(
        Reason.OWNER_LAST,
        () ->
            acts.give(
                ownerId,
                ownerId,
                "owner",
                Optional.of(server.clock().instant().plus(Duration.ofDays(1)))));
    UUID grant = acts.grants(ownerId).getFirst().id();
    assertRefused(
        Reason.OWNER_LAST,
        () ->
            acts.by(
                ownerId,
                EventType.MEMBER_ROLES_CHANGED,
                (tx, acting) -> acts.members().take(tx, acting, ownerId, grant)));
    assertThat(owner.isSignedIn()).isTrue();
    assertThat(acts.roles(ownerId)).containsExactly("owner");
  }

  @Test
  void twoOwnersWhoRemoveEachOther_leaveOne() throws Exception {
    for (int race = 0; race < RACES; race++) {
      PrincipalId one = acts.plant("owner");
      PrincipalId other = acts.plant("owner");
      // nobody else is owner for good
      if (race == 0) {
        acts.setRoles(one, ownerId, "viewer");
      }
      List<Boolean> done = race(() -> tried(one, other), () -> tried(other, one));
      assertThat(done).as("race %d", race).containsExactlyInAnyOrder(true, false);
      PrincipalId left = acts.grants(one).isEmpty() ? other : one;
      PrincipalId next = acts.plant("owner");
      acts.setRoles(next, left, "viewer");
      disableOther(next);
    }
  }

  /** Leaves the tenant with an owner who takes no part in the next race. */
  private void disableOther(PrincipalId next) throws Refusal {
    PrincipalId heir = acts.plant("owner");
    acts.setRoles(heir, next, "viewer");
    server
        .database()
        .execute(
            "UPDATE gatehouse.principal SET status = 'disabled' WHERE principal_id = ?",
            heir.value());
  }

  private boolean tried(PrincipalId by, PrincipalId member) {
    try {
      acts.remove(by, member);
      return true;
    } catch (Refusal refused) {
      return false;
    }
  }

  private static List<Boolean> race(Callable<Boolean> one, Callable<Boolean> other)
      throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      List<Future<Boolean>> running = new ArrayList<>();
      for (Callable<Boolean> act : List.of(one, other)) {
        running.add(
            both.submit(() -> {
              start.await();
              return act.call();
            }));
      }
      List<Boolean> done = new ArrayList<>();
      for (Future<Boolean> future : running) {
        done.add(future.get());
      }
      return done;
    }
  }

  @Test
  void ownership_handedOver_isTheOthers() throws Exception {
    PrincipalId heir = acts.plant("member");
    acts.by(
        ownerId,
        EventType.OWNERSHIP_TRANSFERRED,
        (tx, acting) -> acts.members().transfer(tx, acting, heir, "admin"));
    assertThat(acts.roles(heir)).containsExactly("member", "owner");
    assertThat(acts.roles(ownerId)).containsExactly("admin");
    assertRefused(Reason.MEMBER_ABOVE, () -> acts.disable(ownerId, heir));
  }

  @Test
  void help_sendsALinkToTheMember_andSetsNoPassword() throws Exception {
    Visitor grace = joined("member");
    PrincipalId id = MemberActs.idOf(grace);
    server.mail().clear();
    acts.helpBack(ownerId, id);
    assertThat(grace.isSignedIn()).isFalse();
    assertThat(grace.elsewhere().signIn().status()).isEqualTo(303);
    Page form = grace.browser.get(grace.link("/reset")).expect(200);
    form.form().submit(Map.of("new_password", Visitor.NEW_PASSWORD)).expect(303);
    assertThat(grace.elsewhere().signIn(Visitor.PASSWORD).status()).isEqualTo(400);
    assertThat(grace.elsewhere().signIn(Visitor.NEW_PASSWORD).status()).isEqualTo(303);
    PrincipalId admin = acts.plant("admin");
    assertRefused(Reason.MEMBER_ABOVE, () -> acts.helpBack(admin, ownerId));
    assertThat(owner.isSignedIn()).isTrue();
  }
}
