package dev.gatehouse.benchmarks;

import dev.gatehouse.benchmarks.kind.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a person may ask of a run. */
final class BenchOptions {
  @Option(
      names = "--against",
      paramLabel = "<peer>",
      description = "Measure ${COMPLETION-CANDIDATES} too, in turns, and print ratios.")
  private @Nullable Peer against;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "<kind>",
      description = "Kinds of work to measure, with commas between; else all.")
  private List<String> only = List.of();

  @Option(
      names = "--warm-up",
      paramLabel = "<seconds>",
      defaultValue = "60",
      description = "Work before each measurement that doesn't count; ${DEFAULT-VALUE}.")
  private int warmUp;

  @Option(
      names = "--seconds",
      paramLabel = "<seconds>",
      defaultValue = "10",
      description = "Length of each measurement; ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--rounds",
      paramLabel = "<count>",
      defaultValue = "3",
      description = "Measurements of each provider in turn; ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--clients",
      paramLabel = "<count>",
      defaultValue = "16",
      description = "Clients at work at once; ${DEFAULT-VALUE}.")
  private int clients;

  @Option(
      names = "--starts",
      paramLabel = "<count>",
      defaultValue = "3",
      description = "Starts of which the median counts; ${DEFAULT-VALUE}.")
  private int starts;

  /** Who can be compared with. */
  enum Peer {
    keycloak
  }

  Optional<Peer> against() {
    return Optional.ofNullable(against);
  }

  /** The kinds asked for; a name that is none is the caller's mistake. */
  List<Kind> kinds() {
    List<String> names = Kind.all().stream().map(Kind::name).toList();
    only.stream()
        .filter(name -> !names.contains(name))
        .findFirst()
        .ifPresent(unknown -> {
          throw new IllegalArgumentException(
              "there is no kind '" + unknown + "'; there are " + String.join(", ", names));
        });
    return Kind.all().stream()
        .filter(kind -> only.isEmpty() || only.contains(kind.name()))
        .toList();
  }

  Duration warmUp() {
    return Duration.ofSeconds(warmUp);
  }

  Duration measurement() {
    return Duration.ofSeconds(positive("--seconds", seconds));
  }

  int rounds() {
    return positive("--rounds", rounds);
  }

  int clients() {
    return positive("--clients", clients);
  }

  int starts() {
    return positive("--starts", starts);
  }

  private static int positive(String option, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(option + " must be 1 or more");
    }
    return value;
  }
}
