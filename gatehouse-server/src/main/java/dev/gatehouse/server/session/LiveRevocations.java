package dev.gatehouse.server.session;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.session.RevocationStore.Numbered;
import dev.gatehouse.server.session.Revocations.Subject;
import dev.gatehouse.server.storage.DatabaseUnavailable;
import dev.gatehouse.server.storage.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The recent revocations of every realm, in memory, for what is asked with every use of an access
 * token. No answer is older than its question: before each one the primary is asked what came
 * since, and whoever asks while such a reading is under way shares the next one with all who wait.
 * So a revocation that was committed counts at once, on every server, and where the primary can't
 * be asked there is no answer.
 */
public final class LiveRevocations {
  private static final Duration PATIENCE = Duration.ofMillis(1500);

  private final Transactions transactions;
  private final RevocationStore store;
  private final Clock clock;
  private final Duration horizon;
  private final Map<RealmId, View> views = new ConcurrentHashMap<>();

  /**
   * @param horizon how old a token can be that is asked about; older revocations concern none
   */
  public LiveRevocations(Transactions transactions, Clock clock, Duration horizon) {
    this(transactions, new JdbcRevocationStore(), clock, horizon);
  }

  LiveRevocations(Transactions transactions, RevocationStore store, Clock clock, Duration horizon) {
    this.transactions = transactions;
    this.store = store;
    this.clock = clock;
    this.horizon = horizon;
  }

  /**
   * The revocations of a realm as they are now.
   *
   * @throws DatabaseUnavailable when the primary can't be asked in time
   */
  public RevocationIndex now(RealmId realm) {
    return views.computeIfAbsent(realm, View::new).now();
  }

  /** Whether any of the subjects was revoked after the number. */
  public boolean isRevoked(RealmId realm, long rs, Collection<Subject> subjects) {
    return now(realm).isRevoked(rs, subjects);
  }

  /** One realm's index, and the readings that keep it up to date, one after the other. */
  private final class View {
    private final RealmId realm;
    private final ReentrantLock turn = new ReentrantLock();
    private final AtomicLong begun = new AtomicLong();
    private volatile Reading last = new Reading(0, RevocationIndex.empty(), null);

    View(RealmId realm) {
      this.realm = realm;
    }

    RevocationIndex now() {
      // a reading under way may have looked before what its asker must see
      long needed = begun.get() + 1;
      take();
      try {
        if (last.number() < needed) {
          read();
        }
        return last.index();
      } finally {
        turn.unlock();
      }
    }

    private void take() {
      try {
        if (turn.tryLock() || turn.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new DatabaseUnavailable(new TimeoutException("no turn to read revocations"));
    }

    private void read() {
      long number = begun.incrementAndGet();
      RevocationIndex index = last.index;
      try {
        last = new Reading(number, advance(index), null);
      } catch (RuntimeException failed) {
        // shared with all who wait for it: a database that is down is not tried by each in turn
        last = new Reading(number, index, failed);
      }
    }

    private RevocationIndex advance(RevocationIndex index) {
      Instant oldest = clock.instant().minus(horizon);
      List<Numbered> news = since(index.latest(), index.latest() == 0 ? oldest : Instant.EPOCH);
      Optional<RevocationIndex> advanced = index.with(news, oldest);
      // numbers that went back or say something else now: another database than the one we knew
      return advanced.isPresent()
          ? advanced.get()
          : RevocationIndex.empty().with(since(0, oldest), oldest).orElseThrow();
    }

    private List<Numbered> since(long rs, Instant revokedAfter) {
      try {
        return transactions.readOnce(
            realm, TenantId.ownOf(realm), tx -> store.since(tx, rs, revokedAfter));
      } catch (Refusal impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }

  /**
   * What came of one reading.
   *
   * @param number counts the readings of a realm
   */
  private record Reading(long number, RevocationIndex index, @Nullable RuntimeException failure) {
    @Override
    public RevocationIndex index() {
      if (failure != null) {
        throw failure;
      }
      return index;
    }
  }
}
