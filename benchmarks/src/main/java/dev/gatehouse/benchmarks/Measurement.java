package dev.gatehouse.benchmarks;

import dev.gatehouse.benchmarks.kind.Account;
import dev.gatehouse.benchmarks.kind.Kind;
import dev.gatehouse.benchmarks.kind.Registration;
import dev.gatehouse.benchmarks.load.Load;
import dev.gatehouse.benchmarks.load.Work;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Measures one kind of work at every provider that offers it, in turns. */
final class Measurement {
  private final Duration warmUp;
  private final Duration duration;
  private final int rounds;

  Measurement(Duration warmUp, Duration duration, int rounds) {
    this.warmUp = warmUp;
    this.duration = duration;
    this.rounds = rounds;
  }

  /** A provider with its clients at the ready. */
  private record Lane(Contender contender, List<Work> clients, List<Figures> rounds) {
    Load load() {
      return new Load(clients);
    }

    Figures full() {
      return Figures.sum(rounds);
    }
  }

  /** Whether the provider has it. */
  static boolean isOffered(Kind kind, Contender contender) throws IOException {
    return kind.isOfferedBy(contender.registration(kind).provider());
  }

  /**
   * @param contenders which offer it, ours first
   */
  Result.OfKind measure(Kind kind, List<Contender> contenders) throws IOException {
    List<Lane> lanes = new ArrayList<>();
    try {
      for (Contender contender : contenders) {
        Lane lane = new Lane(contender, new ArrayList<>(), new ArrayList<>());
        lanes.add(lane);
        makeReady(kind, lane);
        lane.load().closedLoop(warmUp);
      }
      for (int i = 0; i < rounds; i++) {
        for (Lane lane : lanes) {
          lane.rounds()
              .add(Figures.during(lane.contender(), () -> lane.load().closedLoop(duration)));
        }
      }
      return calm(kind, lanes);
    } finally {
      lanes.forEach(lane -> lane.clients().forEach(Work::close));
    }
  }

  private static void makeReady(Kind kind, Lane lane) throws IOException {
    Registration registration = lane.contender().registration(kind);
    for (Account person : lane.contender().people()) {
      lane.clients().add(kind.client(registration, person));
    }
  }

  /** The times a client sees, at a rate that each of them can keep. */
  private Result.OfKind calm(Kind kind, List<Lane> lanes) throws IOException {
    double rate = lanes.stream().mapToDouble(lane -> lane.full().perSecond()).min().orElse(0) / 2;
    List<Result.Entry> entries = new ArrayList<>();
    for (Lane lane : lanes) {
      Load.Done done = lane.load().openLoop(rate, duration);
      entries.add(
          new Result.Entry(
              lane.contender().name(),
              lane.full(),
              done.latencies(),
              ProcessUsage.residentMebibytesOfTree(lane.contender().pid())));
    }
    return new Result.OfKind(kind.name(), rate, entries);
  }
}
