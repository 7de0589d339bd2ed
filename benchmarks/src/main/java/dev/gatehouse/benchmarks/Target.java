package dev.gatehouse.benchmarks;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a kind of work is meant to reach.
 *
 * @param cpuMicros most CPU of server and database together a piece
 * @param throughput how many times the peer's pieces a second
 */
record Target(OptionalDouble cpuMicros, OptionalDouble throughput) {
  /** A token of a client is to cost no more than so many bare RS256 signatures. */
  static final double SIGNATURES_A_TOKEN = 1.7;

  static final double START_SECONDS = 2;
  static final double START_RATIO = 0.25;
  static final double MEMORY_MEBIBYTES = 300;
  static final double MEMORY_RATIO = 0.5;

  private static final Target NONE = new Target(OptionalDouble.empty(), OptionalDouble.empty());

  private static final Map<String, Target> BY_KIND =
      Map.of(
          "client-credentials-rs256", both(400, 7),
          "client-credentials-es256", cpu(150),
          "client-credentials-eddsa", cpu(150),
          "refresh", both(700, 7),
          "refresh-with-id-token", both(700, 7),
          "introspection", both(90, 5),
          "userinfo", both(80, 4),
          "password-sign-in", both(22_000, 1.9));

  static Target of(String kind) {
    return BY_KIND.getOrDefault(kind, NONE);
  }

  private static Target both(double cpuMicros, double throughput) {
    return new Target(OptionalDouble.of(cpuMicros), OptionalDouble.of(throughput));
  }

  private static Target cpu(double cpuMicros) {
    return new Target(OptionalDouble.of(cpuMicros), OptionalDouble.empty());
  }
}
