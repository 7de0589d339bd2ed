package dev.gatehouse.benchmarks;

import dev.gatehouse.benchmarks.load.Latencies;
import dev.gatehouse.benchmarks.load.Load;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * What a provider did in a while and what it took.
 *
 * @param pieces how often the work was done
 * @param server CPU of all of the server's processes
 * @param database CPU of all of the database's processes
 */
record Figures(
    long pieces, Duration time, Duration server, Duration database, Latencies latencies) {

  /** Work that runs while its provider is watched. */
  interface Run {
    Load.Done run() throws IOException;
  }

  /** Watches the provider while the work runs. */
  static Figures during(Contender contender, Run work) throws IOException {
    Duration serverBefore = ProcessUsage.cpuTimeOfTree(contender.pid());
    Duration databaseBefore = ProcessUsage.cpuTimeOfTree(contender.databasePid());
    Load.Done done = work.run();
    return new Figures(
        done.latencies().count(),
        done.time(),
        ProcessUsage.cpuTimeOfTree(contender.pid()).minus(serverBefore),
        ProcessUsage.cpuTimeOfTree(contender.databasePid()).minus(databaseBefore),
        done.latencies());
  }

  /** Several whiles as one. */
  static Figures sum(List<Figures> rounds) {
    return new Figures(
        rounds.stream().mapToLong(Figures::pieces).sum(),
        rounds.stream().map(Figures::time).reduce(Duration.ZERO, Duration::plus),
        rounds.stream().map(Figures::server).reduce(Duration.ZERO, Duration::plus),
        rounds.stream().map(Figures::database).reduce(Duration.ZERO, Duration::plus),
        Latencies.merged(rounds.stream().map(Figures::latencies).toList()));
  }

  double perSecond() {
    return pieces / (time.toNanos() / 1e9);
  }

  double serverMicros() {
    return server.toNanos() / 1e3 / pieces;
  }

  double databaseMicros() {
    return database.toNanos() / 1e3 / pieces;
  }

  double cpuMicros() {
    return serverMicros() + databaseMicros();
  }
}
