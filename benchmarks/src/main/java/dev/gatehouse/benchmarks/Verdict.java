package dev.gatehouse.benchmarks;

/**
 * A measured value beside its target.
 *
 * @param atMost whether the target is the most it may be; else the least
 */
record Verdict(String what, double measured, double target, String unit, boolean atMost) {
  static Verdict atMost(String what, double measured, double target, String unit) {
    return new Verdict(what, measured, target, unit, true);
  }

  static Verdict atLeast(String what, double measured, double target, String unit) {
    return new Verdict(what, measured, target, unit, false);
  }

  boolean isHit() {
    return atMost ? measured <= target : measured >= target;
  }
}
