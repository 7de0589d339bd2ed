package dev.gatehouse.launcher;

import dev.gatehouse.launcher.AuditArchive.NamedLog;
import dev.gatehouse.server.audit.LogPosition;
import dev.gatehouse.server.audit.LoggedRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gatehouse audit tail}. */
@Command(
    name = "tail",
    mixinStandardHelpOptions = true,
    description = "Prints the last records, oldest first, personal fields opened.")
final class AuditTailCommand implements Callable<Integer> {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** A transaction that began before the last one seen may commit after it. */
  private static final Duration LOOK_BACK = Duration.ofSeconds(10);

  private static final int PAGE = 500;

  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private AuditSelection selection = new AuditSelection();

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "<count>",
      defaultValue = "20",
      description = "How many; ${DEFAULT-VALUE} unless said.")
  private int lines;

  @Option(
      names = {"-f", "--follow"},
      description = "Goes on with what is recorded from now on, until Ctrl-C.")
  private boolean follow;

  AuditTailCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** A record and the log it stands in. */
  private record Found(String label, LoggedRecord logged) {}

  @Override
  public Integer call() throws InterruptedException {
    if (lines < 0 || lines > 100_000) {
      throw new CommandFailure(ExitCode.WRONG_USE, "--lines takes 0 to 100000");
    }
    Terminal terminal = Gatehouse.terminal(spec.commandLine());
    try (AuditArchive archive =
        AuditArchive.open(
            selection.surroundings(surroundings), selection.home(surroundings), terminal)) {
      Map<NamedLog, LogPosition> ends = new HashMap<>();
      Set<UUID> seen = new HashSet<>();
      print(last(archive, ends), terminal, seen, lines);
      while (follow) {
        Thread.sleep(PAUSE);
        print(fresh(archive, ends), terminal, seen, Integer.MAX_VALUE);
      }
    }
    return ExitCode.DONE.number();
  }

  private List<Found> last(AuditArchive archive, Map<NamedLog, LogPosition> ends) {
    List<Found> found = new ArrayList<>();
    for (NamedLog log : archive.logs(selection.realm(), selection.tenant())) {
      // One at least, to know where following begins.
      List<LoggedRecord> records = archive.reader().last(log.name(), Math.max(lines, 1));
      remember(log, records, ends);
      records.forEach(record -> found.add(new Found(log.label(), record)));
    }
    return found;
  }

  private List<Found> fresh(AuditArchive archive, Map<NamedLog, LogPosition> ends) {
    List<Found> found = new ArrayList<>();
    for (NamedLog log : archive.logs(selection.realm(), selection.tenant())) {
      Optional<LogPosition> from =
          Optional.ofNullable(ends.get(log))
              .map(end -> new LogPosition(end.recordedAt().minus(LOOK_BACK), new UUID(0, 0)));
      List<LoggedRecord> records = archive.reader().after(log.name(), from, PAGE);
      remember(log, records, ends);
      records.forEach(record -> found.add(new Found(log.label(), record)));
    }
    return found;
  }

  private static void remember(
      NamedLog log, List<LoggedRecord> records, Map<NamedLog, LogPosition> ends) {
    if (!records.isEmpty()) {
      ends.put(log, records.getLast().position());
    }
  }

  private static void print(List<Found> found, Terminal terminal, Set<UUID> seen, int most) {
    List<Found> unseen =
        found.stream()
            .filter(one -> seen.add(one.logged().position().recordId()))
            .sorted(Comparator.comparing(one -> one.logged().position().recordedAt()))
            .toList();
    unseen
        .subList(Math.max(0, unseen.size() - most), unseen.size())
        .forEach(one -> terminal.print(AuditLine.of(one.label(), one.logged())));
  }
}
