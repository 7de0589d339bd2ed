package dev.gatehouse.server.audit;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.server.storage.DatabaseUnavailable;
import dev.gatehouse.server.storage.Transactions;
import dev.gatehouse.server.storage.Tx;
import dev.gatehouse.server.storage.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Records of acts that write nothing else, several in one commit. Whoever comes while a commit is
 * under way joins the next one; everybody waits until their own record is durable, or so long that
 * the database must be taken for lost.
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
    write(new Entry(new Log(realm, tenant), attempt, attempt::succeeded));
  }

  /** Records a refusal that happened outside any transaction. */
  public void refused(RealmId realm, Optional<TenantId> tenant, Attempt attempt, Refusal refusal) {
    write(new Entry(new Log(realm, tenant), attempt, tx -> attempt.refused(tx, refusal)));
    refusal.markRecorded();
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
          entries.forEach(entry -> entry.append(tx));
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

  /** One record and whether it is durable; {@code failure} is written before {@code done}. */
  static final class Entry {
    private final Log log;
    private final Attempt attempt;
    private final Runnable forget;
    private final Consumer<Tx> append;
    private @Nullable RuntimeException failure;
    private volatile boolean done;

    Entry(Log log, Attempt attempt, Consumer<Tx> append) {
      this.log = log;
      this.attempt = attempt;
      this.forget = attempt.restorePoint();
      this.append = append;
    }

    Attempt attempt() {
      return attempt;
    }

    /** Appends, also when an earlier try was rolled back. */
    private void append(Tx tx) {
      forget.run();
      append.accept(tx);
    }
  }
}
