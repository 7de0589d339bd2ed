package dev.gatehouse.server.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How long something took, time after time. */
final class Times {
  private final List<Double> millis = new ArrayList<>();

  void add(Duration took) {
    millis.add(took.toNanos() / 1e6);
  }

  int count() {
    return millis.size();
  }

  private double mean() {
    return millis.stream().mapToDouble(each -> each).average().orElse(0);
  }

  private double variance() {
    double mean = mean();
    return millis.stream().mapToDouble(each -> (each - mean) * (each - mean)).sum()
        / (millis.size() - 1);
  }

  /** Welch's t of the two means. */
  double welch(Times other) {
    double error = variance() / count() + other.variance() / other.count();
    return error == 0 ? 0 : (mean() - other.mean()) / Math.sqrt(error);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "mean %.3f ms, deviation %.3f ms", mean(), Math.sqrt(variance()));
  }
}
