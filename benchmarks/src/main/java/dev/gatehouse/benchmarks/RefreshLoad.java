package dev.gatehouse.benchmarks;

import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.crypto.SigningAlgorithm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Starts the server on an existing database, has applications refresh their tokens, and prints what
 * it took: time to the first answer, CPU of server and database a refresh, memory afterwards; each
 * against its target, and the refresh against a bare RS256 signature of the same run.
 */
public final class RefreshLoad {
  private static final Duration START_TARGET = Duration.ofSeconds(2);
  private static final double MEMORY_TARGET = 300;
  private static final double REFRESH_TARGET = 700;
  private static final int STARTS = 3;
  private static final int FAMILIES = 8;
  private static final int WINDOWS = 6;
  private static final int ROUNDS = 500;
  private static final int SIGNATURES = 4000;

  private RefreshLoad() {}

  /**
   * @param arguments the project's folder
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    try (ServerUnderLoad server = ServerUnderLoad.create(Path.of(arguments[0]).toAbsolutePath())) {
      IO.println("%-40s %10s %10s".formatted("measured", "value", "target"));
      server.start();
      printStart(server);
      List<RefreshFamily> families = new ArrayList<>();
      for (int i = 0; i < FAMILIES; i++) {
        families.add(RefreshFamily.begin(server));
      }
      List<Cost> windows = new ArrayList<>();
      for (int i = 0; i < WINDOWS; i++) {
        windows.add(measure(server, families));
      }
      printRefresh(windows, families.getFirst().hasIdToken());
      double memory = ProcessUsage.residentMebibytes(server.pid());
      print("memory after the load, MiB", memory, MEMORY_TARGET);
      families.forEach(RefreshFamily::close);
    }
  }

  private static void printStart(ServerUnderLoad server) {
    List<ServerUnderLoad.Start> starts = new ArrayList<>();
    for (int i = 0; i < STARTS; i++) {
      server.stopServer();
      starts.add(server.start());
    }
    starts.sort(Comparator.comparing(ServerUnderLoad.Start::time));
    ServerUnderLoad.Start median = starts.get(STARTS / 2);
    print(
        "start to first answer, ms (median of 3)",
        (double) median.time().toMillis(),
        (double) START_TARGET.toMillis());
    IO.println("  CPU until then, ms                     %10d".formatted(median.cpu().toMillis()));
  }

  /**
   * @param server CPU of the server a refresh, µs
   * @param database CPU of all of PostgreSQL's processes a refresh, µs
   */
  private record Cost(double server, double database, double perSecond) {
    double total() {
      return server + database;
    }
  }

  private static Cost measure(ServerUnderLoad server, List<RefreshFamily> families)
      throws InterruptedException {
    long databasePid = server.databasePid();
    Duration serverBefore = ProcessUsage.cpuTime(server.pid());
    Duration databaseBefore = ProcessUsage.cpuTimeOfTree(databasePid);
    long begun = System.nanoTime();
    run(families, ROUNDS);
    double seconds = (System.nanoTime() - begun) / 1e9;
    Duration serverUsed = ProcessUsage.cpuTime(server.pid()).minus(serverBefore);
    Duration databaseUsed = ProcessUsage.cpuTimeOfTree(databasePid).minus(databaseBefore);
    double refreshes = (double) families.size() * ROUNDS;
    return new Cost(
        serverUsed.toNanos() / 1e3 / refreshes,
        databaseUsed.toNanos() / 1e3 / refreshes,
        refreshes / seconds);
  }

  /** Each family refreshes one after the other, all families at once. */
  private static void run(List<RefreshFamily> families, int rounds) throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (RefreshFamily family : families) {
        running.add(
            threads.submit(() -> {
              for (int i = 0; i < rounds; i++) {
                family.refresh();
              }
            }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } catch (ExecutionException failed) {
      throw new IllegalStateException(failed.getCause());
    }
  }

  /** The last window counts; those before show how long the server takes to get there. */
  private static void printRefresh(List<Cost> windows, boolean withIdToken) {
    double signature =
        BareSignature.with(CryptoProviders.choose(), SigningAlgorithm.RS256).cpuMicros(SIGNATURES);
    Cost cost = windows.getLast();
    print("refresh, CPU of server and database, µs", cost.total(), REFRESH_TARGET);
    IO.println("  of it the server                       %10.0f".formatted(cost.server()));
    IO.println("  of it the database                     %10.0f".formatted(cost.database()));
    IO.println("  refreshes a second                     %10.0f".formatted(cost.perSecond()));
    IO.println(
        "  ID token (RS256-2048) in each          %10s".formatted(withIdToken ? "yes" : "no"));
    IO.println("  floor: an RS256-2048 signature, µs     %10.0f".formatted(signature));
    IO.println(
        "  refresh / floor                        %9.2f×".formatted(cost.total() / signature));
    IO.println(
        "  %d refreshes each, from the first: %s µs"
            .formatted(
                FAMILIES * ROUNDS,
                windows.stream()
                    .map(window -> "%.0f".formatted(window.total()))
                    .collect(Collectors.joining(" → "))));
  }

  private static void print(String what, double value, double target) {
    IO.println(
        "%-40s %10.0f %10s  %s"
            .formatted(what, value, "≤ %.0f".formatted(target), value <= target ? "ok" : "MISSED"));
  }
}
