package dev.gatehouse.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadTest {
  @Test
  void closedLoop_countsEveryPieceOfEveryClient() throws IOException {
    Counting one = new Counting();
    Counting other = new Counting();
    Load.Done done = new Load(List.of(one, other)).closedLoop(Duration.ofMillis(20));
    assertThat(one.count).hasPositiveValue();
    assertThat(done.latencies().count()).isEqualTo(one.count.get() + other.count.get());
    assertThat(done.time()).isGreaterThanOrEqualTo(Duration.ofMillis(20));
    assertThat(done.perSecond()).isPositive();
  }

  @Test
  void openLoop_doesAsManyAsTheRateSays() throws IOException {
    Counting one = new Counting();
    Counting other = new Counting();
    Load.Done done = new Load(List.of(one, other)).openLoop(1000, Duration.ofMillis(50));
    assertThat(one.count.get() + other.count.get()).isEqualTo(50);
    assertThat(done.latencies().count()).isEqualTo(50);
  }

  /** One client that is held up once: all that were due meanwhile have waited too. */
  @Test
  void openLoop_stall_countsForAllThatWereDue() throws IOException {
    Duration stall = Duration.ofMillis(100);
    AtomicInteger count = new AtomicInteger();
    Counting held =
        new Counting() {
          @Override
          public void once() {
            if (count.getAndIncrement() == 0) {
              long end = System.nanoTime() + stall.toNanos();
              while (System.nanoTime() < end) {
                Thread.onSpinWait();
              }
            }
          }
        };
    Load.Done done = new Load(List.of(held)).openLoop(100, stall);
    assertThat(done.latencies().count()).isEqualTo(10);
    assertThat(done.latencies().percentile(50)).isGreaterThan(Duration.ofMillis(40));
  }

  @Test
  void loop_workThatFails_failsWithItsWords() {
    Counting broken =
        new Counting() {
          @Override
          public void once() throws IOException {
            throw new IOException("status 500 instead of 200");
          }
        };
    assertThatThrownBy(() -> new Load(List.of(broken)).closedLoop(Duration.ofMillis(5)))
        .isInstanceOf(IOException.class)
        .hasMessage("status 500 instead of 200");
  }

  @ParameterizedTest
  @CsvSource({"50, 50", "99, 99", "99.5, 100", "100, 100", "1, 1", "0.1, 1"})
  void percentile_isTheNearestRank(double percent, long expectedNanos) {
    Latencies.Recorder odd = new Latencies.Recorder();
    Latencies.Recorder even = new Latencies.Recorder();
    LongStream.rangeClosed(1, 100).forEach(nanos -> (nanos % 2 == 0 ? even : odd).add(nanos));
    Latencies all = Latencies.of(List.of(even, odd));
    assertThat(all.percentile(percent)).isEqualTo(Duration.ofNanos(expectedNanos));
    Latencies apart =
        Latencies.merged(List.of(Latencies.of(List.of(even)), Latencies.of(List.of(odd))));
    assertThat(apart.percentile(percent)).isEqualTo(Duration.ofNanos(expectedNanos));
  }

  @Test
  void percentile_ofNothing_isZero() {
    assertThat(Latencies.of(List.of()).percentile(99)).isZero();
  }

  private static class Counting implements Work {
    private final AtomicInteger count = new AtomicInteger();

    @Override
    public void once() throws IOException {
      count.incrementAndGet();
    }

    @Override
    public void close() {}
  }
}
