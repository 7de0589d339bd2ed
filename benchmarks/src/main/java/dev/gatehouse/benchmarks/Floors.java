package dev.gatehouse.benchmarks;

import java.util.Collection;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs every floor shortly and prints each beside the RS256 signature of the same run. */
public final class Floors {
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
    IO.println("%-44s %12s %22s".formatted("floor", "µs", "of an RS256 signature"));
    for (RunResult result : results) {
      double micros = micros(result);
      IO.println("%-44s %12.1f %21.2f×".formatted(name(result), micros, micros / floor));
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
