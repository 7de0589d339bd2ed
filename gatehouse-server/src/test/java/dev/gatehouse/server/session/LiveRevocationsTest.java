package dev.gatehouse.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.session.Revocations.Kind;
import dev.gatehouse.server.session.Revocations.Subject;
import dev.gatehouse.server.storage.DatabaseUnavailable;
import dev.gatehouse.server.storage.TenantTx;
import dev.gatehouse.server.storage.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class LiveRevocationsTest {
  private static final Duration HORIZON = Duration.ofHours(1);

  private final SessionFixture house = new SessionFixture();
  private final LiveRevocations live = server(new JdbcRevocationStore());

  private LiveRevocations server(RevocationStore store) {
    return new LiveRevocations(
        house.database.transactions(house.clock), store, house.clock, HORIZON);
  }

  private long revoke(UUID family) {
    return house.in(
        house.tenant, tx -> house.revocations.revoke(tx, Kind.FAMILY, family.toString()));
  }

  private boolean isRevoked(LiveRevocations at, long rs, UUID family) {
    return at.isRevoked(house.realm, rs, List.of(Subject.ofFamily(family)));
  }

  @Test
  void isRevoked_afterTheCommit_countsAtOnceOnEveryServer() {
    LiveRevocations other = server(new JdbcRevocationStore());
    UUID family = house.random.uuid();
    assertThat(isRevoked(live, 0, family)).isFalse();
    assertThat(isRevoked(other, 0, family)).isFalse();
    for (int round = 0; round < 20; round++) {
      long rs = revoke(family);
      assertThat(isRevoked(live, rs - 1, family)).isTrue();
      assertThat(isRevoked(other, rs - 1, family)).isTrue();
      assertThat(isRevoked(live, rs, family)).isFalse();
      assertThat(live.now(house.realm).latest()).isEqualTo(rs);
    }
    assertThat(isRevoked(live, 0, house.random.uuid())).isFalse();
  }

  @Test
  void isRevoked_serverThatStartsLater_knowsWhatIsRecentAndTheNumber() {
    UUID recent = house.random.uuid();
    UUID old = house.random.uuid();
    revoke(old);
    house.clock.advance(HORIZON.plusMinutes(1));
    revoke(recent);
    LiveRevocations fresh = server(new JdbcRevocationStore());
    assertThat(isRevoked(fresh, 0, recent)).isTrue();
    assertThat(isRevoked(fresh, 0, old)).isFalse();

    house.clock.advance(HORIZON.plusMinutes(1));
    assertThat(server(new JdbcRevocationStore()).now(house.realm).latest()).isEqualTo(house.rs());
    assertThat(fresh.now(house.realm).latest()).isEqualTo(house.rs());
    assertThat(isRevoked(fresh, 0, recent)).isFalse();
  }

  /** A failover to a standby that lagged, or a restore: the numbers are given once more. */
  @Test
  void isRevoked_databaseWentBack_readsItAnew() {
    UUID lost = house.random.uuid();
    UUID kept = house.random.uuid();
    UUID later = house.random.uuid();
    revoke(kept);
    long last = revoke(lost);
    assertThat(isRevoked(live, 0, lost)).isTrue();
    house.database.execute(
        "DELETE FROM gatehouse.revocation WHERE realm_id = ? AND rs = ?",
        house.realm.value(),
        last);
    house.database.execute(
        "UPDATE gatehouse.realm SET rs = rs - 1 WHERE realm_id = ?", house.realm.value());
    assertThat(isRevoked(live, 0, lost)).isFalse();
    assertThat(isRevoked(live, 0, kept)).isTrue();

    assertThat(revoke(later)).isEqualTo(last);
    assertThat(isRevoked(live, 0, later)).isTrue();
    assertThat(live.now(house.realm).latest()).isEqualTo(last);
  }

  @Test
  void isRevoked_manyAsk_shareReadingsThatBeganAfterThem() throws Exception {
    Held store = new Held();
    LiveRevocations shared = server(store);
    UUID family = house.random.uuid();
    List<Future<Boolean>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> first = threads.submit(() -> isRevoked(shared, 0, family));
      store.reads.await();
      revoke(family);
      for (int i = 0; i < 50; i++) {
        answers.add(threads.submit(() -> isRevoked(shared, 0, family)));
      }
      store.mayEnd.countDown();
      assertThat(first.get()).isFalse();
      for (Future<Boolean> answer : answers) {
        assertThat(answer.get()).isTrue();
      }
    }
    assertThat(store.count.get()).isLessThan(52);
  }

  @Test
  void isRevoked_primaryFails_isNoAnswerAndNextTimeItIsAskedAgain() {
    AtomicInteger failures = new AtomicInteger(1);
    LiveRevocations shaky =
        server(
            new Delegating() {
              @Override
              public List<Numbered> since(TenantTx tx, long rs, Instant revokedAfter) {
                if (failures.getAndDecrement() > 0) {
                  throw new DatabaseUnavailable(new IllegalStateException("gone"));
                }
                return super.since(tx, rs, revokedAfter);
              }
            });
    UUID family = house.random.uuid();
    revoke(family);
    assertThatThrownBy(() -> isRevoked(shaky, 0, family)).isInstanceOf(DatabaseUnavailable.class);
    assertThat(isRevoked(shaky, 0, family)).isTrue();
  }

  /** The database's, with something in between. */
  private static class Delegating implements RevocationStore {
    private final RevocationStore real = new JdbcRevocationStore();

    @Override
    public long append(Tx tx, Collection<Subject> subjects) {
      return real.append(tx, subjects);
    }

    @Override
    public long appendLasting(Tx tx, Collection<Subject> subjects) {
      return real.appendLasting(tx, subjects);
    }

    @Override
    public long current(Tx tx) {
      return real.current(tx);
    }

    @Override
    public boolean isRevoked(Tx tx, long rs, Collection<Subject> subjects) {
      return real.isRevoked(tx, rs, subjects);
    }

    @Override
    public List<Numbered> since(TenantTx tx, long rs, Instant revokedAfter) {
      return real.since(tx, rs, revokedAfter);
    }
  }

  /** Holds its first reading, which has looked already, until it is let go. */
  private static final class Held extends Delegating {
    private final CountDownLatch reads = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final AtomicInteger count = new AtomicInteger();

    @Override
    public List<Numbered> since(TenantTx tx, long rs, Instant revokedAfter) {
      List<Numbered> seen = super.since(tx, rs, revokedAfter);
      if (count.incrementAndGet() == 1) {
        reads.countDown();
        try {
          mayEnd.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      return seen;
    }
  }
}
