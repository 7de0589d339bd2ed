package dev.gatehouse.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.SessionId;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.session.Revocations.Kind;
import dev.gatehouse.server.session.Revocations.Subject;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.testkit.Requirement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("database")
class SessionsTest {
  private final SessionFixture house = new SessionFixture();

  @Test
  void start_person_isFoundByTheTokenWithAllThatIsKnown() {
    StartedSession started = house.start(house.ada);
    SignedIn found = house.find(started).orElseThrow();
    assertThat(found).usingRecursiveComparison().isEqualTo(started.signedIn());
    assertThat(found.principal()).isEqualTo(house.ada);
    assertThat(found.tenant()).isEqualTo(house.tenant);
    assertThat(found.authTime()).isEqualTo(house.clock.instant());
    assertThat(found.amr()).containsExactly("pwd");
    assertThat(found.acr()).isEqualTo("aal1");
    assertThat(found.mfa()).isFalse();
    assertThat(found.email()).isEqualTo("ada@acme.example");
    assertThat(found.organisation()).isEqualTo("acme");
    assertThat(found.organisationSlug()).isEqualTo("acme");
    assertThat(found.roles()).containsExactly("member");
    assertThat(found.cookie().reveal()).isEqualTo(started.token().wire());
  }

  @Test
  @Requirement("MON-5.3")
  void start_person_keepsTheWholeRecord() {
    StartedSession started = house.start(house.ada);
    assertThat(
            house.database.execute(
                """
                UPDATE gatehouse.session SET seen_at = seen_at
                WHERE session_id = ? AND ip = '192.0.2.7' AND device = 'curl' AND user_agent = 'curl/8.5.0'
                  AND NOT mfa AND acr = 'aal1' AND amr = '{pwd}' AND risk = 'low' AND ended_at IS NULL
                  AND idle_expires_at = created_at + interval '1 hour'
                  AND expires_at = created_at + interval '24 hours'
                """,
                started.signedIn().id().value()))
        .isEqualTo(1);
  }

  @Test
  void start_twice_givesAnotherIdAndSecretEachTime() {
    StartedSession one = house.start(house.ada);
    StartedSession two = house.start(house.ada);
    assertThat(two.signedIn().id()).isNotEqualTo(one.signedIn().id());
    assertThat(two.token().digest()).isNotEqualTo(one.token().digest());
  }

  @Test
  void find_rightIdWithAnotherSecret_isNobody() {
    StartedSession started = house.start(house.ada);
    OpaqueToken forged =
        OpaqueToken.generate(
            OpaqueToken.Kind.SESSION,
            house.realm,
            house.tenant,
            started.signedIn().id().value(),
            house.random);
    assertThat(house.find(house.tenant, forged)).isEmpty();
  }

  @Test
  void find_fromAnotherTenant_isNobody() {
    StartedSession started = house.start(house.ada);
    assertThat(house.find(house.otherTenant, started.token())).isEmpty();
    assertThat(house.list(house.otherTenant, house.ada)).isEmpty();
  }

  @Test
  void find_rowOfAnotherRealm_isNobody() {
    StartedSession started = house.start(house.ada);
    RealmId portal = house.database.freshRealm();
    Optional<SignedIn> found =
        house.database.in(
            house.clock, portal, house.tenant, tx -> house.sessions.find(tx, started.token()));
    assertThat(found).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"PT59M59S,true", "PT60M,false", "PT61M,false"})
  void find_withoutAnyRequest_endsAfterTheIdleTime(Duration after, boolean alive) {
    StartedSession started = house.start(house.ada);
    house.clock.advance(after);
    assertThat(house.find(started).isPresent()).isEqualTo(alive);
    assertThat(house.findAndTouch(started).isPresent()).isEqualTo(alive);
  }

  @Test
  void findAndTouch_everyHalfHour_livesUntilTheAbsoluteEndAndNoLonger() {
    StartedSession started = house.start(house.ada);
    for (int i = 1; i < 48; i++) {
      house.clock.advance(Duration.ofMinutes(30));
      assertThat(house.findAndTouch(started)).isPresent();
    }
    house.clock.advance(Duration.ofMinutes(30).minusSeconds(1));
    assertThat(house.findAndTouch(started)).isPresent();
    house.clock.advance(Duration.ofSeconds(1));
    assertThat(house.findAndTouch(started)).isEmpty();
  }

  @Test
  void find_polledWithoutThePerson_doesNotKeepItAwake() {
    StartedSession started = house.start(house.ada);
    for (int i = 0; i < 5; i++) {
      house.clock.advance(Duration.ofMinutes(11));
      assertThat(house.find(started)).isPresent();
    }
    house.clock.advance(Duration.ofMinutes(6));
    assertThat(house.find(started)).isEmpty();
  }

  @Test
  void findAndTouch_withinAMinute_writesOnce() {
    StartedSession started = house.start(house.ada);
    house.clock.advance(Duration.ofSeconds(59));
    house.findAndTouch(started);
    assertThat(seen(started).seenAt()).isEqualTo(house.clock.instant().minusSeconds(59));
    house.clock.advance(Duration.ofSeconds(1));
    house.findAndTouch(started);
    assertThat(seen(started).seenAt()).isEqualTo(house.clock.instant());
    assertThat(seen(started).address()).isEqualTo("198.51.100.1");
  }

  private SessionEntry seen(StartedSession session) {
    return house.list(house.tenant, house.ada).stream()
        .filter(entry -> entry.id().equals(session.signedIn().id()))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "UPDATE gatehouse.principal SET status = 'disabled'",
    "UPDATE gatehouse.tenant SET status = 'suspended'"
  })
  void find_personOrTenantShutOut_isNobody(String sql) {
    StartedSession started = house.start(house.ada);
    house.database.execute(sql + " WHERE tenant_id = ?", house.tenant.value());
    assertThat(house.find(started)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"SESSION", "PRINCIPAL", "TENANT", "REALM"})
  void find_whateverItBelongsToRevoked_isNobodyAndLaterOnesLive(Kind kind) {
    StartedSession started = house.start(house.ada);
    String id =
        switch (kind) {
          case SESSION -> started.signedIn().id().toString();
          case PRINCIPAL -> house.ada.toString();
          case TENANT -> house.tenant.toString();
          default -> house.realm.toString();
        };
    house.in(house.tenant, tx -> house.revocations.revoke(tx, kind, id));
    assertThat(house.find(started)).isEmpty();
    assertThat(house.find(house.start(house.ada))).isPresent();
  }

  @Test
  void find_somethingElseRevoked_staysAlive() {
    StartedSession started = house.start(house.ada);
    house.in(
        house.tenant, tx -> house.revocations.revoke(tx, Kind.PRINCIPAL, house.bob.toString()));
    house.in(house.tenant, tx -> house.revocations.revoke(tx, Kind.CLIENT, house.ada.toString()));
    assertThat(house.find(started)).isPresent();
  }

  @Test
  void rotate_session_makesTheOldSecretWorthlessAndKeepsTheSession() {
    StartedSession old = house.start(house.ada);
    StartedSession fresh = house.in(house.tenant, tx -> house.sessions.rotate(tx, old.signedIn()));
    assertThat(fresh.signedIn().id()).isEqualTo(old.signedIn().id());
    assertThat(house.find(old)).isEmpty();
    assertThat(house.find(fresh)).isPresent();
  }

  @Test
  void rotate_afterThePrincipalWasRevoked_isTheOnlySessionLeft() {
    StartedSession current = house.start(house.ada);
    StartedSession other = house.start(house.ada);
    StartedSession kept =
        house.in(
            house.tenant,
            tx -> {
              house.revocations.revoke(tx, Kind.PRINCIPAL, house.ada.toString());
              return house.sessions.rotate(tx, current.signedIn());
            });
    assertThat(house.find(kept)).isPresent();
    assertThat(house.find(current)).isEmpty();
    assertThat(house.find(other)).isEmpty();
  }

  @Test
  void rotate_secretAlreadyReplaced_isRefused() {
    StartedSession old = house.start(house.ada);
    house.in(house.tenant, tx -> house.sessions.rotate(tx, old.signedIn()));
    assertThatThrownBy(() ->
            house
                .database
                .transactions(house.clock)
                .inTenant(
                    house.realm,
                    house.tenant,
                    Attempted.NOTHING,
                    tx -> house.sessions.rotate(tx, old.signedIn())))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void rotate_manyAtOnce_exactlyOneWins() throws Exception {
    StartedSession old = house.start(house.ada);
    List<Callable<Boolean>> tries = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      tries.add(() -> {
        try {
          return house
              .database
              .transactions(house.clock)
              .inTenant(
                  house.realm,
                  house.tenant,
                  Attempted.NOTHING,
                  tx -> house.sessions.rotate(tx, old.signedIn()).token() != null);
        } catch (Refusal lost) {
          return false;
        }
      });
    }
    assertThat(together(tries)).containsOnlyOnce(true);
  }

  @Test
  void end_manyAtOnce_exactlyOneEndsItAndOneRevocationIsTaken() throws Exception {
    StartedSession started = house.start(house.ada);
    SessionId id = started.signedIn().id();
    long before = house.rs();
    List<Callable<Boolean>> tries = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      tries.add(() -> house.end(house.ada, id));
    }
    assertThat(together(tries)).containsOnlyOnce(true);
    assertThat(house.rs()).isEqualTo(before + 1);
    assertThat(house.find(started)).isEmpty();
  }

  private static List<Boolean> together(List<Callable<Boolean>> tries) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(tries.size())) {
      List<Boolean> results = new ArrayList<>();
      for (Future<Boolean> result : threads.invokeAll(tries)) {
        results.add(result.get());
      }
      return results;
    }
  }

  @Test
  void end_sessionOfAnotherPersonOrTenant_endsNothing() {
    StartedSession bobs = house.start(house.bob);
    StartedSession eves = house.start(house.otherTenant, house.eve);
    for (StartedSession foreign : List.of(bobs, eves)) {
      SessionId id = foreign.signedIn().id();
      assertThat(house.end(house.ada, id)).isFalse();
      assertThat(house.find(foreign)).isPresent();
    }
    assertThat(house.rs()).isZero();
  }

  @Test
  void endAll_butOne_endsTheOthersOfThisPersonAlone() {
    StartedSession kept = house.start(house.ada);
    List<StartedSession> others = List.of(house.start(house.ada), house.start(house.ada));
    StartedSession bobs = house.start(house.bob);
    int ended = house.endAll(house.ada, Optional.of(kept.signedIn().id()));
    assertThat(ended).isEqualTo(2);
    assertThat(others).allSatisfy(other -> assertThat(house.find(other)).isEmpty());
    assertThat(house.find(kept)).isPresent();
    assertThat(house.find(bobs)).isPresent();
    for (StartedSession other : others) {
      Subject subject = Subject.of(other.signedIn().id());
      assertThat(
              house.ask(house.tenant, tx -> house.revocations.isRevoked(tx, 0, List.of(subject))))
          .isTrue();
    }
  }

  @Test
  void endAllBut_nothingToEnd_takesNoNumber() {
    StartedSession only = house.start(house.ada);
    assertThat(house.endAll(house.ada, Optional.of(only.signedIn().id()))).isZero();
    assertThat(house.rs()).isZero();
  }

  @Test
  void list_ownSessions_showsTheLivingOnesLastUsedFirst() {
    StartedSession ended = house.start(house.ada);
    StartedSession first = house.start(house.ada);
    house.clock.advance(Duration.ofMinutes(5));
    StartedSession second = house.start(house.ada);
    house.start(house.bob);
    house.end(house.ada, ended.signedIn().id());
    List<SessionEntry> listed = house.list(house.tenant, house.ada);
    assertThat(listed)
        .extracting(SessionEntry::id)
        .containsExactly(second.signedIn().id(), first.signedIn().id());
    assertThat(listed.getFirst().address()).isEqualTo(SessionFixture.ORIGIN.address());
    assertThat(listed.getFirst().userAgent()).isEqualTo(SessionFixture.ORIGIN.userAgent());
    assertThat(listed.getFirst().risk()).isEqualTo(Risk.LOW);
    house.clock.advance(Duration.ofMinutes(58));
    assertThat(house.list(house.tenant, house.ada))
        .extracting(SessionEntry::id)
        .containsExactly(second.signedIn().id());
  }

  @Test
  void stored_row_holdsNoSecret() {
    StartedSession started = house.start(house.ada);
    String secret = started.token().wire().substring(60);
    assertThat(
            house.database.execute(
                "UPDATE gatehouse.session s SET risk = 'low' WHERE s::text LIKE '%' || ? || '%'",
                secret))
        .isZero();
    TenantId own = started.token().tenant();
    assertThat(own).isEqualTo(house.tenant);
  }
}
