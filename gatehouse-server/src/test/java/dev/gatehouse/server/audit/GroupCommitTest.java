package dev.gatehouse.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.Envelope;
import dev.gatehouse.server.crypto.MasterKey;
import dev.gatehouse.server.kernel.Origin;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.storage.DatabaseUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** Many records in one commit, with a log that fails or hangs. */
class GroupCommitTest {
  private static final RealmId REALM = new RealmId("sample");
  private static final Duration LONG = Duration.ofSeconds(30);

  private final CryptoProviders providers = CryptoProviders.jdk();
  private final Csprng random = new Csprng(providers);
  private final AuditLog audit =
      new AuditLog(new Envelope(providers, random, MasterKey.generate(random)), random);
  private final List<List<EventType>> commits = new CopyOnWriteArrayList<>();
  private final CountDownLatch firstIsCommitting = new CountDownLatch(1);
  private final CountDownLatch firstMayEnd = new CountDownLatch(1);

  /** Holds the first commit until it is let go. */
  private void hold() {
    firstIsCommitting.countDown();
    try {
      firstMayEnd.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<EventType> types(List<GroupCommit.Entry> entries) {
    return entries.stream().map(entry -> entry.attempt().type()).toList();
  }

  /** Somebody who records, and what became of it. */
  private record Caller(Thread thread, CompletableFuture<Void> outcome) {
    void awaitWaiting() {
      while (thread.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
    }

    Optional<Throwable> failure() throws InterruptedException {
      try {
        outcome.get();
        return Optional.empty();
      } catch (ExecutionException failed) {
        return Optional.ofNullable(failed.getCause());
      }
    }
  }

  private Caller record(GroupCommit commit, EventType type) {
    CompletableFuture<Void> outcome = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                commit.succeeded(REALM, Optional.empty(), audit.attempt(type, Origin.SERVER));
                outcome.complete(null);
              } catch (RuntimeException failed) {
                outcome.completeExceptionally(failed);
              }
            });
    return new Caller(thread, outcome);
  }

  @Test
  void succeeded_oneOfAGroupFails_itsNeighboursDoNot() throws InterruptedException {
    var commit =
        new GroupCommit(
            (log, entries) -> {
              commits.add(types(entries));
              if (commits.size() == 1) {
                hold();
              }
              if (types(entries).contains(EventType.LINK_ISSUED)) {
                throw new IllegalStateException("this one can't be written");
              }
            },
            LONG);
    Caller first = record(commit, EventType.MAIL_ASKED);
    firstIsCommitting.await();
    Caller wrong = record(commit, EventType.LINK_ISSUED);
    wrong.awaitWaiting();
    Caller neighbour = record(commit, EventType.CODE_ISSUED);
    neighbour.awaitWaiting();
    firstMayEnd.countDown();

    assertThat(first.failure()).isEmpty();
    assertThat(neighbour.failure()).isEmpty();
    assertThat(wrong.failure()).get().isInstanceOf(IllegalStateException.class);
    assertThat(commits)
        .containsExactly(
            List.of(EventType.MAIL_ASKED),
            List.of(EventType.LINK_ISSUED, EventType.CODE_ISSUED),
            List.of(EventType.LINK_ISSUED),
            List.of(EventType.CODE_ISSUED));
  }

  @Test
  void succeeded_commitHangs_nobodyWaitsInLine() throws InterruptedException {
    var commit =
        new GroupCommit(
            (log, entries) -> {
              commits.add(types(entries));
              hold();
            },
            Duration.ofMillis(20));
    Caller first = record(commit, EventType.MAIL_ASKED);
    firstIsCommitting.await();
    List<Caller> others = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      others.add(record(commit, EventType.CODE_ISSUED));
    }

    for (Caller other : others) {
      assertThat(other.failure()).get().isInstanceOf(DatabaseUnavailable.class);
    }
    firstMayEnd.countDown();
    assertThat(first.failure()).isEmpty();
    // who was told of a failure left no record
    assertThat(record(commit, EventType.SIGNED_IN).failure()).isEmpty();
    assertThat(commits)
        .containsExactly(List.of(EventType.MAIL_ASKED), List.of(EventType.SIGNED_IN));
  }

  @Test
  void succeeded_databaseDown_theWholeGroupIsTold() throws InterruptedException {
    var commit =
        new GroupCommit(
            (log, entries) -> {
              commits.add(types(entries));
              if (commits.size() == 1) {
                hold();
              }
              throw new DatabaseUnavailable(new IllegalStateException("down"));
            },
            LONG);
    List<Caller> callers = new ArrayList<>(List.of(record(commit, EventType.MAIL_ASKED)));
    firstIsCommitting.await();
    for (int i = 0; i < 10; i++) {
      callers.add(record(commit, EventType.CODE_ISSUED));
      callers.getLast().awaitWaiting();
    }
    firstMayEnd.countDown();

    for (Caller caller : callers) {
      assertThat(caller.failure()).get().isInstanceOf(DatabaseUnavailable.class);
    }
    assertThat(commits).hasSize(2);
  }
}
