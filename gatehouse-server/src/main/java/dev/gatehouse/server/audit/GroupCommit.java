package dev.gatehouse.server.audit;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.server.storage.Transactions;
import dev.gatehouse.server.storage.Tx;
import dev.gatehouse.server.storage.Work;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Records of acts that write nothing else, several in one commit. Whoever comes while a commit is
 * under way joins the next one; everybody waits until their own record is durable.
 */
public final class GroupCommit {
  private static final int LANES = 32;
  private static final int MOST_AT_ONCE = 256;

  private final Transactions transactions;
  private final Lane[] lanes = new Lane[LANES];

  public GroupCommit(Transactions transactions) {
    this.transactions = transactions;
    Arrays.setAll(lanes, i -> new Lane());
  }

  /** Records a success in the log of a tenant, or of the realm itself where no tenant is known. */
  public void succeeded(RealmId realm, Optional<TenantId> tenant, Attempt attempt) {
    write(new Entry(realm, tenant, attempt::succeeded));
  }

  /** Records a refusal that happened outside any transaction. */
  public void refused(RealmId realm, Optional<TenantId> tenant, Attempt attempt, Refusal refusal) {
    write(new Entry(realm, tenant, tx -> attempt.refused(tx, refusal)));
    refusal.markRecorded();
  }

  private void write(Entry entry) {
    Lane lane = lanes[Math.floorMod(entry.log().hashCode(), LANES)];
    lane.waiting.add(entry);
    lane.turn.lock();
    try {
      while (!entry.done) {
        flush(lane);
      }
    } finally {
      lane.turn.unlock();
    }
    if (entry.failure != null) {
      throw entry.failure;
    }
  }

  private void flush(Lane lane) {
    Map<Log, List<Entry>> byLog = new LinkedHashMap<>();
    for (int i = 0; i < MOST_AT_ONCE; i++) {
      Entry next = lane.waiting.poll();
      if (next == null) {
        break;
      }
      byLog.computeIfAbsent(next.log(), log -> new ArrayList<>()).add(next);
    }
    byLog.forEach(this::commit);
  }

  private void commit(Log log, List<Entry> entries) {
    // what is not proved durable has failed: nobody may wait for an entry that left the queue
    @Nullable RuntimeException failure = new IllegalStateException("records were not committed");
    try {
      Work<Tx, Boolean> appendAll =
          tx -> {
            entries.forEach(entry -> entry.append.accept(tx));
            return true;
          };
      if (log.tenant().isPresent()) {
        transactions.inTenant(log.realm(), log.tenant().get(), Attempted.NOTHING, appendAll::in);
      } else {
        transactions.inRealm(log.realm(), Attempted.NOTHING, appendAll::in);
      }
      failure = null;
    } catch (RuntimeException failed) {
      failure = failed;
    } catch (Refusal impossible) {
      failure = new IllegalStateException(impossible);
    } finally {
      for (Entry entry : entries) {
        entry.failure = failure;
        entry.done = true;
      }
    }
  }

  private static final class Lane {
    private final ConcurrentLinkedQueue<Entry> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock turn = new ReentrantLock();
  }

  private record Log(RealmId realm, Optional<TenantId> tenant) {}

  /**
   * One record and whether it is durable; {@code done} and {@code failure} are guarded by the lane.
   */
  private static final class Entry {
    private final Log log;
    private final Consumer<Tx> append;
    private boolean done;
    private @Nullable RuntimeException failure;

    Entry(RealmId realm, Optional<TenantId> tenant, Consumer<Tx> append) {
      this.log = new Log(realm, tenant);
      this.append = append;
    }

    Log log() {
      return log;
    }
  }
}
