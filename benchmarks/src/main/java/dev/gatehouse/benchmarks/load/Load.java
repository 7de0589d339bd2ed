package dev.gatehouse.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Work done by several clients at once for a while. */
public final class Load {
  private final List<Work> clients;

  public Load(List<Work> clients) {
    this.clients = List.copyOf(clients);
  }

  /**
   * What was done.
   *
   * @param time from the beginning to the end of the last piece
   */
  public record Done(Duration time, Latencies latencies) {
    public double perSecond() {
      return latencies.count() / (time.toNanos() / 1e9);
    }
  }

  /**
   * Each client begins the next piece when its last one is done, and does one at least: as much as
   * the server can.
   */
  public Done closedLoop(Duration duration) throws IOException {
    long begun = System.nanoTime();
    long deadline = begun + duration.toNanos();
    return run(
        begun,
        (work, taken) -> {
          long now = System.nanoTime();
          do {
            work.once();
            long end = System.nanoTime();
            taken.add(end - now);
            now = end;
          } while (now - deadline < 0);
        });
  }

  /**
   * Pieces begin at fixed moments, whatever became of those before. A piece that had to wait for a
   * free client is counted from the moment it should have begun, so that a stall shows in all it
   * held up and not in one alone.
   */
  public Done openLoop(double perSecond, Duration duration) throws IOException {
    long begun = System.nanoTime();
    long pieces = Math.max(1, Math.round(perSecond * duration.toNanos() / 1e9));
    AtomicLong next = new AtomicLong();
    return run(
        begun,
        (work, taken) -> {
          for (long i = next.getAndIncrement(); i < pieces; i = next.getAndIncrement()) {
            long due = begun + Math.round(i * 1e9 / perSecond);
            awaitTime(due);
            work.once();
            taken.add(System.nanoTime() - due);
          }
        });
  }

  private static void awaitTime(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private interface Loop {
    void run(Work work, Latencies.Recorder taken) throws IOException;
  }

  /** A thread each: few, and cheaper than a selector for connections that always have work. */
  private Done run(long begun, Loop loop) throws IOException {
    List<Latencies.Recorder> recorders = new ArrayList<>();
    List<Future<?>> running = new ArrayList<>();
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("client-", 0).factory())) {
      for (Work work : clients) {
        Latencies.Recorder taken = new Latencies.Recorder();
        recorders.add(taken);
        running.add(
            threads.submit(() -> {
              loop.run(work, taken);
              return taken;
            }));
      }
    }
    Duration time = Duration.ofNanos(System.nanoTime() - begun);
    for (Future<?> one : running) {
      await(one);
    }
    return new Done(time, Latencies.of(recorders));
  }

  private static void await(Future<?> one) throws IOException {
    try {
      one.get();
    } catch (ExecutionException failed) {
      Throwable cause = Objects.requireNonNullElse(failed.getCause(), failed);
      throw new IOException(String.valueOf(cause.getMessage()), cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
