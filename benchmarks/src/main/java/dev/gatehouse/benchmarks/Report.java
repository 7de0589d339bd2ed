package dev.gatehouse.benchmarks;

import dev.gatehouse.benchmarks.load.Latencies;
import java.util.List;
import java.util.Locale;

/** The words and columns of a run. */
final class Report {
  private Report() {}

  /** A kind: a line for each provider, and what the first is to the second. */
  static String kind(Result.OfKind kind) {
    StringBuilder text =
        new StringBuilder(
            row(
                kind.kind(),
                "a second",
                "server µs",
                "database µs",
                "both µs",
                "p50 ms",
                "p99 ms",
                "RSS MiB"));
    kind.entries().forEach(entry -> text.append(entry(entry)));
    if (kind.entries().size() > 1) {
      text.append(ratios(kind.entries().getFirst(), kind.entries().get(1)));
    }
    return text.append(
            "  p50 and p99 at a fixed %s a second%n".formatted(number(kind.calmPerSecond())))
        .toString();
  }

  private static String entry(Result.Entry entry) {
    Figures full = entry.full();
    return row(
        "  " + entry.provider(),
        number(full.perSecond()),
        number(full.serverMicros()),
        number(full.databaseMicros()),
        number(full.cpuMicros()),
        millis(entry.calm(), 50),
        millis(entry.calm(), 99),
        number(entry.residentMebibytes()));
  }

  private static String ratios(Result.Entry ours, Result.Entry theirs) {
    return row(
        "  ratio",
        ratio(ours.full().perSecond(), theirs.full().perSecond()),
        ratio(ours.full().serverMicros(), theirs.full().serverMicros()),
        ratio(ours.full().databaseMicros(), theirs.full().databaseMicros()),
        ratio(ours.full().cpuMicros(), theirs.full().cpuMicros()),
        ratio(nanos(ours.calm(), 50), nanos(theirs.calm(), 50)),
        ratio(nanos(ours.calm(), 99), nanos(theirs.calm(), 99)),
        ratio(ours.residentMebibytes(), theirs.residentMebibytes()));
  }

  static String providers(List<Result.OfProvider> providers, double signatureMicros) {
    StringBuilder text = new StringBuilder();
    for (Result.OfProvider provider : providers) {
      text.append(
          "%-28s start %.2f s   memory after the load %s MiB%n"
              .formatted(
                  provider.name(),
                  provider.start().toNanos() / 1e9,
                  number(provider.residentMebibytes())));
    }
    return text.append(
            "%-28s %s µs of CPU%n".formatted("a bare RS256 signature", number(signatureMicros)))
        .toString();
  }

  static String verdicts(List<Verdict> verdicts) {
    StringBuilder text = new StringBuilder("%-52s %12s %12s%n".formatted("", "measured", "target"));
    for (Verdict verdict : verdicts) {
      text.append(
          "%-52s %12s %12s  %s%n"
              .formatted(
                  verdict.what(),
                  value(verdict.measured(), verdict.unit()),
                  (verdict.atMost() ? "≤ " : "≥ ") + value(verdict.target(), verdict.unit()),
                  verdict.isHit() ? "hit" : "MISSED"));
    }
    return text.toString();
  }

  static String absent(List<Result.Absent> absent) {
    StringBuilder text = new StringBuilder();
    absent.forEach(one -> text.append("%-28s not measured: %s%n".formatted(one.kind(), one.why())));
    return text.toString();
  }

  private static String row(String... cells) {
    return "%-28s %10s %10s %12s %10s %9s %9s %8s%n".formatted((Object[]) cells);
  }

  private static double nanos(Latencies latencies, double percent) {
    return latencies.percentile(percent).toNanos();
  }

  private static String millis(Latencies latencies, double percent) {
    return String.format(Locale.ROOT, "%.2f", nanos(latencies, percent) / 1e6);
  }

  private static String ratio(double ours, double theirs) {
    return theirs > 0 ? value(ours / theirs, "×") : "–";
  }

  private static String value(double value, String unit) {
    return switch (unit) {
      case "×" -> String.format(Locale.ROOT, "%.2f×", value);
      case "s" -> String.format(Locale.ROOT, "%.2f s", value);
      default -> number(value) + " " + unit;
    };
  }

  /** Three digits that count, thousands apart. */
  private static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f", value);
  }
}
