package dev.gatehouse.benchmarks;

import java.util.Collection;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs every floor shortly and prints each beside the RS256 signature of the same run, and
 * decisions beside what they may take.
 */
public final class Floors {
  /** Microseconds of a decision in process: by roles alone, and with a condition. */
  private static final Map<String, Double> MOST =
      Map.of(
          "PolicyBenchmark.role", 1.0,
          "PolicyBenchmark.noRole", 1.0,
          "PolicyBenchmark.ownership", 10.0,
          "PolicyBenchmark.timeAndPlace", 10.0,
          "PolicyBenchmark.missingValue", 10.0);

  private Floors() {}

  public static void main(String[] arguments) throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include("dev\\.gatehouse\\.benchmarks\\..*Benchmark\\..*")
            .forks(1)
            .warmupIterations(1)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(2)
            .measurementTime(TimeValue.seconds(1))
            .shouldDoGC(true)
            .jvmArgs(
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow")
            .verbosity(VerboseMode.SILENT)
            .build();
    Collection<RunResult> results = new Runner(options).run();
    double floor =
        results.stream()
            .filter(result -> name(result).equals("SigningBenchmark.signature RS256"))
            .mapToDouble(Floors::micros)
            .findFirst()
            .orElseThrow();
    IO.println(
        "%-44s %12s %22s %14s".formatted("floor", "µs", "of an RS256 signature", "of its most"));
    for (RunResult result : results) {
      double micros = micros(result);
      Double most = MOST.get(name(result));
      IO.println(
          "%-44s %12.2f %21.4f× %14s"
              .formatted(
                  name(result),
                  micros,
                  micros / floor,
                  most == null ? "" : "%.2f×".formatted(micros / most)));
    }
  }

  private static double micros(RunResult result) {
    return result.getPrimaryResult().getScore();
  }

  private static String name(RunResult result) {
    String algorithm = result.getParams().getParam("algorithm");
    String benchmark = result.getParams().getBenchmark();
    String name = benchmark.substring("dev.gatehouse.benchmarks.".length());
    return algorithm == null ? name : name + " " + algorithm;
  }
}
