package dev.gatehouse.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Lays what was measured beside its targets. The first provider is ours, a second one the peer. */
final class Verdicts {
  private final List<Result.OfProvider> providers;
  private final double signatureMicros;

  /**
   * @param signatureMicros CPU of a bare RS256 signature in the same run
   */
  Verdicts(List<Result.OfProvider> providers, double signatureMicros) {
    this.providers = List.copyOf(providers);
    this.signatureMicros = signatureMicros;
  }

  List<Verdict> of(List<Result.OfKind> kinds) {
    List<Verdict> verdicts = new ArrayList<>();
    kinds.forEach(kind -> addKind(verdicts, kind));
    addProvider(verdicts);
    return verdicts;
  }

  private void addKind(List<Verdict> verdicts, Result.OfKind kind) {
    Target target = Target.of(kind.kind());
    kind.of(providers.getFirst().name())
        .ifPresent(ours -> {
          double cpu = ours.full().cpuMicros();
          target
              .cpuMicros()
              .ifPresent(
                  most -> verdicts.add(Verdict.atMost(kind.kind() + ", CPU", cpu, most, "µs")));
          if (kind.kind().equals("client-credentials-rs256")) {
            verdicts.add(
                Verdict.atMost(
                    kind.kind() + ", CPU to a signature's",
                    cpu / signatureMicros,
                    Target.SIGNATURES_A_TOKEN,
                    "×"));
          }
          if (providers.size() > 1 && target.throughput().isPresent()) {
            addThroughput(verdicts, kind, ours);
          }
        });
  }

  private void addThroughput(List<Verdict> verdicts, Result.OfKind kind, Result.Entry ours) {
    kind.of(providers.get(1).name())
        .ifPresent(theirs ->
            verdicts.add(
                Verdict.atLeast(
                    kind.kind() + ", a second to the peer's",
                    ours.full().perSecond() / theirs.full().perSecond(),
                    Target.of(kind.kind()).throughput().orElseThrow(),
                    "×")));
  }

  private void addProvider(List<Verdict> verdicts) {
    Result.OfProvider ours = providers.getFirst();
    double start = ours.start().toNanos() / 1e9;
    verdicts.add(Verdict.atMost("start", start, Target.START_SECONDS, "s"));
    verdicts.add(
        Verdict.atMost(
            "memory after the load", ours.residentMebibytes(), Target.MEMORY_MEBIBYTES, "MiB"));
    if (providers.size() > 1) {
      Result.OfProvider theirs = providers.get(1);
      verdicts.add(
          Verdict.atMost(
              "start, to the peer's",
              start / (theirs.start().toNanos() / 1e9),
              Target.START_RATIO,
              "×"));
      verdicts.add(
          Verdict.atMost(
              "memory, to the peer's",
              ours.residentMebibytes() / theirs.residentMebibytes(),
              Target.MEMORY_RATIO,
              "×"));
    }
  }
}
