package dev.gatehouse.server.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What runs by itself beside requests: each job on its own beat, none stopped by another's failure.
 */
final class Housekeeping implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

  private final ScheduledExecutorService beats =
      Executors.newScheduledThreadPool(
          4, work -> Thread.ofPlatform().name("housekeeping-", 0).daemon().unstarted(work));
  private final List<Runnable> lastWords = new ArrayList<>();

  /** Runs the job again and again, the next time this long after the last one ended. */
  void every(Duration pause, String name, Runnable job) {
    // the job catches its own failures, so there is nothing to ask the future for
    Future<?> _ =
        beats.scheduleWithFixedDelay(
            () -> guarded(name, job), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Runs once more at the stop. */
  void atStop(Runnable job) {
    lastWords.add(job);
  }

  private static void guarded(String name, Runnable job) {
    try {
      job.run();
    } catch (RuntimeException failed) {
      LOG.warn("{} failed, and will be tried again: {}", name, failed.getMessage());
    }
  }

  @Override
  public void close() {
    beats.shutdown();
    try {
      if (!beats.awaitTermination(5, TimeUnit.SECONDS)) {
        beats.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    lastWords.forEach(job -> guarded("last words", job));
  }
}
