package dev.gatehouse.server.crypto;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * How many hashes run at once and how many wait: hashing takes memory and a core each, so a burst
 * of sign-ins must queue, and a flood must be turned away.
 */
final class HashingLanes {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final Semaphore running;
  private final AtomicInteger waiting = new AtomicInteger();
  private final int mostWaiting;
  private final Duration longestWait;

  HashingLanes(int lanes, int mostWaiting, Duration longestWait) {
    this.running = new Semaphore(lanes, true);
    this.mostWaiting = mostWaiting;
    this.longestWait = longestWait;
  }

  /** Runs the work in turn, first come first served. */
  <T> T inTurn(Supplier<T> work) throws Refusal {
    enter();
    try {
      return work.get();
    } finally {
      running.release();
    }
  }

  private void enter() throws Refusal {
    if (waiting.incrementAndGet() > mostWaiting) {
      waiting.decrementAndGet();
      throw overloaded();
    }
    try {
      // the timed form keeps the order of arrival; the plain tryAcquire() would jump the queue
      if (!running.tryAcquire(longestWait.toMillis(), TimeUnit.MILLISECONDS)) {
        throw overloaded();
      }
    } catch (InterruptedException stopping) {
      throw interrupted();
    } finally {
      waiting.decrementAndGet();
    }
  }

  private static Refusal overloaded() {
    return Refusal.retryAfter(Reason.OVERLOADED, RETRY_AFTER);
  }

  private static Refusal interrupted() {
    Thread.currentThread().interrupt();
    return overloaded();
  }
}
