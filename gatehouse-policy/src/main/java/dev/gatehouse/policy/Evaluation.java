package dev.gatehouse.policy;

import java.util.List;

/**
 * A condition, what came of it, and what it read.
 *
 * @param problem why it can't be evaluated; empty where it was
 * @param reads in order, each attribute once
 */
public record Evaluation(String condition, Truth truth, String problem, List<Read> reads) {
  public Evaluation {
    reads = List.copyOf(reads);
  }

  /** True, false, or neither. */
  public enum Truth {
    HOLDS,
    FAILS,
    UNDECIDED
  }
}
