package dev.gatehouse.server.audit;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.server.storage.DatabaseUnavailable;
import dev.gatehouse.server.storage.TenantTx;
import dev.gatehouse.server.storage.Transactions;
import dev.gatehouse.server.storage.Tx;
import dev.gatehouse.server.storage.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Acts that write nothing but their record, several in one commit. Whoever comes while a commit is
 * under way joins the next one; everybody waits until their own record is durable, or so long that
 * the database must be taken for lost. What several of them rest on is read once for all.
 */
public final class GroupCommit {
  private static final int LANES = 32;
  private static final int MOST_AT_ONCE = 256;
  private static final Duration PATIENCE = Duration.ofMillis(1500);

  private final Commit commit;
  private final Duration patience;
  private final Lane[] lanes = new Lane[LANES];

  public GroupCommit(Transactions transactions) {
    this((log, entries) -> append(transactions, log, entries), PATIENCE);
  }

  /**
   * @param patience how long anybody waits for the turn to commit
   */
  GroupCommit(Commit commit, Duration patience) {
    this.commit = commit;
    this.patience = patience;
    Arrays.setAll(lanes, i -> new Lane());
  }

  /** Appends the entries to the log, all or none. */
  @FunctionalInterface
  interface Commit {
    void of(Log log, List<Entry> entries) throws Refusal;
  }

  /** Records a success in the log of a tenant, or of the realm itself where no tenant is known. */
  public void succeeded(RealmId realm, Optional<TenantId> tenant, Attempt attempt) {
    write(new Entry(new Log(realm, tenant), attempt, (tx, _) -> attempt.succeeded(tx)));
  }

  /** Records a refusal that happened outside any transaction. */
  public void refused(RealmId realm, Optional<TenantId> tenant, Attempt attempt, Refusal refusal) {
    write(new Entry(new Log(realm, tenant), attempt, (tx, _) -> attempt.refused(tx, refusal)));
    refusal.markRecorded();
  }

  /**
   * What an act rests on, the same for acts with an equal key.
   *
   * @param key of all it depends on but the tenant
   */
  public record Reading<V>(Object key, Function<TenantTx, V> read) {}

  /** Decides by what was read, and notes in the attempt what is to be recorded. */
  @FunctionalInterface
  public interface Decision<V, T> {
    T by(TenantTx tx, V read) throws Refusal;
  }

  /**
   * An act that reads and then writes nothing but its record, which is in the log of the tenant
   * when this returns. A refusal is passed on and not recorded here.
   */
  public <V, T> T decided(
      RealmId realm, TenantId tenant, Attempt attempt, Reading<V> reading, Decision<V, T> decision)
      throws Refusal {
    Act<V, T> act = new Act<>(attempt, reading, decision);
    write(new Entry(new Log(realm, Optional.of(tenant)), attempt, act));
    return act.outcome();
  }

  /** How one of several acts of a transaction goes; safe to run again after a rollback. */
  private static final class Act<V, T> implements Append {
    private final Attempt attempt;
    private final Reading<V> reading;
    private final Decision<V, T> decision;
    private @Nullable T result;
    private @Nullable Refusal refusal;

    Act(Attempt attempt, Reading<V> reading, Decision<V, T> decision) {
      this.attempt = attempt;
      this.reading = reading;
      this.decision = decision;
    }

    @Override
    public void in(Tx tx, Map<Object, Object> read) {
      TenantTx tenant = (TenantTx) tx;
      @SuppressWarnings("unchecked") // a key stands for one kind of value
      V value = (V) read.computeIfAbsent(reading.key(), _ -> reading.read().apply(tenant));
      try {
        result = decision.by(tenant, value);
        refusal = null;
        attempt.succeeded(tx);
      } catch (Refusal refused) {
        refusal = refused;
      }
    }

    T outcome() throws Refusal {
      if (refusal != null) {
        throw refusal;
      }
      return Objects.requireNonNull(result);
    }
  }

  private void write(Entry entry) {
    Lane lane = lanes[Math.floorMod(entry.log.hashCode(), LANES)];
    lane.waiting.add(entry);
    if (hasTurn(lane)) {
      try {
        while (!entry.done) {
          flush(lane);
        }
      } finally {
        lane.turn.unlock();
      }
    } else if (!entry.done) {
      lane.waiting.remove(entry);
      throw new DatabaseUnavailable(new TimeoutException("no turn to commit a record"));
    }
    if (entry.failure != null) {
      throw entry.failure;
    }
  }

  private boolean hasTurn(Lane lane) {
    try {
      return lane.turn.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void flush(Lane lane) {
    Map<Log, List<Entry>> byLog = new LinkedHashMap<>();
    for (int i = 0; i < MOST_AT_ONCE; i++) {
      Entry next = lane.waiting.poll();
      if (next == null) {
        break;
      }
      byLog.computeIfAbsent(next.log, log -> new ArrayList<>()).add(next);
    }
    byLog.forEach(this::commit);
  }

  private void commit(Log log, List<Entry> entries) {
    // what is not proved durable has failed: nobody may wait for an entry that left the queue
    @Nullable RuntimeException failure = new IllegalStateException("records were not committed");
    try {
      commit.of(log, entries);
      failure = null;
    } catch (RuntimeException failed) {
      failure = failed;
    } catch (Refusal impossible) {
      failure = new IllegalStateException(impossible);
    } finally {
      end(log, entries, failure);
    }
  }

  /** One of many that can't be written fails alone: each of them is tried by itself. */
  private void end(Log log, List<Entry> entries, @Nullable RuntimeException failure) {
    if (failure != null && entries.size() > 1 && !(failure instanceof DatabaseUnavailable)) {
      entries.forEach(entry -> commit(log, List.of(entry)));
      return;
    }
    for (Entry entry : entries) {
      entry.failure = failure;
      entry.done = true;
    }
  }

  private static void append(Transactions transactions, Log log, List<Entry> entries)
      throws Refusal {
    Work<Tx, Boolean> appendAll =
        tx -> {
          Map<Object, Object> read = new HashMap<>();
          entries.forEach(entry -> entry.append(tx, read));
          return true;
        };
    if (log.tenant().isPresent()) {
      transactions.inTenant(log.realm(), log.tenant().get(), Attempted.NOTHING, appendAll::in);
    } else {
      transactions.inRealm(log.realm(), Attempted.NOTHING, appendAll::in);
    }
  }

  private static final class Lane {
    private final ConcurrentLinkedQueue<Entry> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock turn = new ReentrantLock();
  }

  /** Where entries go: the log of a tenant, or of the realm where there is none. */
  record Log(RealmId realm, Optional<TenantId> tenant) {}

  /** Appends one record, resting on what the transaction has read. */
  @FunctionalInterface
  interface Append {
    void in(Tx tx, Map<Object, Object> read);
  }

  /** One record and whether it is durable; {@code failure} is written before {@code done}. */
  static final class Entry {
    private final Log log;
    private final Attempt attempt;
    private final Runnable forget;
    private final Append append;
    private @Nullable RuntimeException failure;
    private volatile boolean done;

    Entry(Log log, Attempt attempt, Append append) {
      this.log = log;
      this.attempt = attempt;
      this.forget = attempt.restorePoint();
      this.append = append;
    }

    Attempt attempt() {
      return attempt;
    }

    /** Appends, also when an earlier try was rolled back. */
    private void append(Tx tx, Map<Object, Object> read) {
      forget.run();
      append.in(tx, read);
    }
  }
}
