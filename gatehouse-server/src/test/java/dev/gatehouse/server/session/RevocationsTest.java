package dev.gatehouse.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.session.Revocations.Kind;
import dev.gatehouse.server.session.Revocations.Subject;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.server.storage.TenantTx;
import dev.gatehouse.server.storage.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class RevocationsTest {
  private final SessionFixture house = new SessionFixture();
  private final Revocations revocations = house.revocations;

  private boolean isRevoked(long rs, Subject subject) {
    return house.in(house.tenant, tx -> revocations.isRevoked(tx, rs, List.of(subject)));
  }

  @Test
  void revoke_subject_killsWhatIsLowerAndNothingElse() {
    UUID family = house.random.uuid();
    long before = house.rs();
    long rs = house.in(house.tenant, tx -> revocations.revoke(tx, Kind.FAMILY, family.toString()));
    assertThat(rs).isEqualTo(before + 1);
    assertThat(house.rs()).isEqualTo(rs);
    assertThat(isRevoked(before, Subject.ofFamily(family))).isTrue();
    assertThat(isRevoked(rs, Subject.ofFamily(family))).isFalse();
    assertThat(isRevoked(before, Subject.ofFamily(house.random.uuid()))).isFalse();
    assertThat(isRevoked(before, new Subject(Kind.SESSION, family.toString()))).isFalse();
  }

  @Test
  void revoke_inOneTenant_isSeenByAllOfTheRealmAndByNoOtherRealm() {
    house.in(house.tenant, tx -> revocations.revoke(tx, Kind.CLIENT, "Web-App"));
    Subject client = Subject.of(new ClientId("web-app"));
    assertThat(house.ask(house.otherTenant, tx -> revocations.isRevoked(tx, 0, List.of(client))))
        .isTrue();
    var portal = house.database.freshRealm();
    boolean revokedThere =
        house.database.in(house.clock, portal, tx -> revocations.isRevoked(tx, 0, List.of(client)));
    long numberThere = house.database.in(house.clock, portal, revocations::current);
    assertThat(revokedThere).isFalse();
    assertThat(numberThere).isZero();
  }

  @Test
  void isRevoked_nobodyAsked_isFalse() {
    house.in(house.tenant, tx -> revocations.revoke(tx, Kind.REALM, house.realm.value()));
    assertThat(house.ask(house.tenant, tx -> revocations.isRevoked(tx, 0, List.of()))).isFalse();
  }

  @Test
  void revoke_actRefusedLater_isUndoneUnlessItIsLasting() {
    Subject ada = Subject.of(house.ada);
    Subject bob = Subject.of(house.bob);
    refused(tx -> {
      revocations.revokeLasting(tx, Kind.PRINCIPAL, house.bob.toString());
      revocations.revoke(tx, Kind.PRINCIPAL, house.ada.toString());
      throw Refusal.of(Reason.SESSION_UNKNOWN);
    });
    assertThat(isRevoked(0, ada)).isFalse();
    assertThat(isRevoked(0, bob)).isTrue();
    assertThat(house.rs()).isEqualTo(1);
  }

  private void refused(Work<TenantTx, Boolean> work) {
    assertThatThrownBy(() ->
            house
                .database
                .transactions(house.clock)
                .inTenant(house.realm, house.tenant, Attempted.NOTHING, work))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void revoke_manyAtOnce_eachGetsANumberOfItsOwnWithoutGap() throws Exception {
    List<Callable<Long>> acts = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      acts.add(() ->
          house.in(
              house.tenant,
              tx ->
                  revocations.revoke(
                      tx,
                      List.of(
                          Subject.ofFamily(house.random.uuid()),
                          Subject.ofFamily(house.random.uuid())))));
    }
    List<Long> numbers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(acts.size())) {
      for (Future<Long> number : threads.invokeAll(acts)) {
        numbers.add(number.get());
      }
    }
    assertThat(numbers).containsExactlyInAnyOrder(2L, 4L, 6L, 8L, 10L, 12L, 14L, 16L);
    assertThat(house.rs()).isEqualTo(16);
  }
}
