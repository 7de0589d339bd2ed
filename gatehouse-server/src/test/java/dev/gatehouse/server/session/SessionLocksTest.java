package dev.gatehouse.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.session.Revocations.Subject;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.server.storage.TenantTx;
import dev.gatehouse.server.storage.Tx;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two acts on one session at once. */
@Tag("database")
class SessionLocksTest {
  private final SessionFixture house = new SessionFixture();

  @Test
  void endOthers_whileTheSameSessionSignsOut_onesWaitsForTheOther() throws Exception {
    StartedSession here = house.start(house.ada);
    house.start(house.ada);
    CountDownLatch revoking = new CountDownLatch(1);
    RevocationStore slow = new PausingRevocations(revoking, () -> awaitLockWait());
    Sessions changing =
        new Sessions(
            new Revocations(slow),
            any -> new SessionLife(Duration.ofHours(1), Duration.ofHours(24)),
            house.random);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<StartedSession> change =
          threads.submit(() ->
              house
                  .database
                  .transactions(house.clock)
                  .inTenant(
                      house.realm,
                      house.tenant,
                      Attempted.NOTHING,
                      tx -> changing.endOthers(tx, here.signedIn(), "password_changed")));
      Future<Boolean> signOut =
          threads.submit(() -> {
            revoking.await();
            return house.end(house.ada, here.signedIn().id());
          });
      assertThat(change.get().token()).isNotEqualTo(here.token());
      assertThat(signOut.get()).isTrue();
      assertThat(house.find(change.get())).as("signed out after the change").isEmpty();
    }
  }

  /** Until some connection waits for a row that another holds. */
  private void awaitLockWait() {
    String waiting =
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
    try (Connection connection = house.database.superuser();
        PreparedStatement query = connection.prepareStatement(waiting)) {
      long waiters = 0;
      while (waiters == 0) {
        try (ResultSet row = query.executeQuery()) {
          row.next();
          waiters = row.getLong(1);
        }
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Stops once after a revocation is written, its transaction open. */
  private record PausingRevocations(CountDownLatch reached, Runnable pause)
      implements RevocationStore {
    private static final RevocationStore STORE = new JdbcRevocationStore();

    @Override
    public long append(Tx tx, Collection<Subject> subjects) {
      long last = STORE.append(tx, subjects);
      if (reached.getCount() > 0) {
        reached.countDown();
        pause.run();
      }
      return last;
    }

    @Override
    public long appendLasting(Tx tx, Collection<Subject> subjects) {
      return STORE.appendLasting(tx, subjects);
    }

    @Override
    public long current(Tx tx) {
      return STORE.current(tx);
    }

    @Override
    public boolean isRevoked(Tx tx, long rs, Collection<Subject> subjects) {
      return STORE.isRevoked(tx, rs, subjects);
    }

    @Override
    public List<Numbered> since(TenantTx tx, long rs, Instant revokedAfter) {
      return STORE.since(tx, rs, revokedAfter);
    }
  }
}
