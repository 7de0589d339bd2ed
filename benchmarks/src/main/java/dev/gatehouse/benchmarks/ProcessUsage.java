package dev.gatehouse.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What Linux says a process has used, from {@code /proc}. */
final class ProcessUsage {
  // USER_HZ, which the kernel fixes for what it tells programs.
  private static final long TICKS_PER_SECOND = 100;
  private static final int USER_TIME = 11;
  private static final int CHILDREN_SYSTEM_TIME = 14;

  private ProcessUsage() {}

  /** CPU time of a process and of its children that have ended. */
  static Duration cpuTime(long pid) {
    String stat = read(pid, "stat");
    // The name may hold blanks and brackets; what follows the last bracket begins with field 3.
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    long ticks =
        fields.subList(USER_TIME, CHILDREN_SYSTEM_TIME + 1).stream()
            .mapToLong(Long::parseLong)
            .sum();
    return Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND);
  }

  /** The same of a process and of all below it. */
  static Duration cpuTimeOfTree(long pid) {
    Duration children =
        ProcessHandle.of(pid)
            .orElseThrow()
            .descendants()
            .map(child -> cpuTimeIfAlive(child.pid()))
            .reduce(Duration.ZERO, Duration::plus);
    return cpuTime(pid).plus(children);
  }

  /** One that ends while we look is counted by its parent. */
  private static Duration cpuTimeIfAlive(long pid) {
    try {
      return cpuTime(pid);
    } catch (UncheckedIOException ended) {
      return Duration.ZERO;
    }
  }

  /** Resident memory in MiB. */
  static double residentMebibytes(long pid) {
    return read(pid, "status")
            .lines()
            .filter(line -> line.startsWith("VmRSS:"))
            .map(line -> line.replaceAll("[^0-9]", ""))
            .mapToLong(Long::parseLong)
            .findFirst()
            .orElseThrow()
        / 1024.0;
  }

  /** The same of a process and of all below it; what they share counts more than once. */
  static double residentMebibytesOfTree(long pid) {
    return residentMebibytes(pid)
        + ProcessHandle.of(pid)
            .orElseThrow()
            .descendants()
            .mapToDouble(child -> residentMebibytes(child.pid()))
            .sum();
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
