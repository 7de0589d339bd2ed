package dev.gatehouse.benchmarks;

import dev.gatehouse.benchmarks.load.Latencies;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a whole run found out. */
final class Result {
  private Result() {}

  /**
   * A provider's part of a kind.
   *
   * @param full as many pieces as it could
   * @param calm times of pieces that began at fixed moments, at half of what the slower one can
   * @param residentMebibytes the server's memory right after
   */
  record Entry(String provider, Figures full, Latencies calm, double residentMebibytes) {}

  /**
   * A kind of work, ours first.
   *
   * @param calmPerSecond the fixed rate
   */
  record OfKind(String kind, double calmPerSecond, List<Entry> entries) {
    OfKind {
      entries = List.copyOf(entries);
    }

    Optional<Entry> of(String provider) {
      return entries.stream().filter(entry -> entry.provider().equals(provider)).findFirst();
    }
  }

  /**
   * A kind that was not measured.
   *
   * @param why the provider lacks it, or it failed
   */
  record Absent(String kind, String why) {}

  /**
   * A provider apart from any kind.
   *
   * @param start to the first answer on existing data, the median
   * @param residentMebibytes memory after all kinds
   */
  record OfProvider(String name, Duration start, double residentMebibytes) {}
}
