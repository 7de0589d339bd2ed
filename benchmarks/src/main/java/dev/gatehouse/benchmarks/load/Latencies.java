package dev.gatehouse.benchmarks.load;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** How long each piece of work took, every one of them kept. */
public final class Latencies {
  private final long[] sortedNanos;

  private Latencies(long[] sortedNanos) {
    this.sortedNanos = sortedNanos;
  }

  /** Collects for one thread. */
  static final class Recorder {
    private long[] nanos = new long[4096];
    private int count;

    void add(long taken) {
      if (count == nanos.length) {
        nanos = Arrays.copyOf(nanos, 2 * count);
      }
      nanos[count++] = taken;
    }
  }

  static Latencies of(List<Recorder> recorders) {
    long[] all = new long[recorders.stream().mapToInt(recorder -> recorder.count).sum()];
    int at = 0;
    for (Recorder recorder : recorders) {
      System.arraycopy(recorder.nanos, 0, all, at, recorder.count);
      at += recorder.count;
    }
    Arrays.sort(all);
    return new Latencies(all);
  }

  /** All of several. */
  public static Latencies merged(List<Latencies> several) {
    long[] all = several.stream().flatMapToLong(one -> Arrays.stream(one.sortedNanos)).toArray();
    Arrays.sort(all);
    return new Latencies(all);
  }

  public int count() {
    return sortedNanos.length;
  }

  /**
   * The least time that so many percent did not exceed (nearest rank).
   *
   * @param percent above 0, at most 100
   */
  public Duration percentile(double percent) {
    if (sortedNanos.length == 0) {
      return Duration.ZERO;
    }
    int rank = (int) Math.ceil(percent / 100 * sortedNanos.length);
    return Duration.ofNanos(sortedNanos[Math.max(rank, 1) - 1]);
  }
}
