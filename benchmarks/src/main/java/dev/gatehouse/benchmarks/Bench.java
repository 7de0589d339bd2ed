package dev.gatehouse.benchmarks;

import dev.gatehouse.benchmarks.kind.Kind;
import dev.gatehouse.benchmarks.peer.KeycloakDistribution;
import dev.gatehouse.benchmarks.peer.PeerFailure;
import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.crypto.SigningAlgorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./gatehouse bench}: what requests cost, alone or beside a peer. */
@Command(
    name = "gatehouse bench",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    description = {
      "Starts servers of its own on fresh databases and measures what they do: pieces of work a"
          + " second, CPU of server and database for each, times of answers, start and memory.",
      "Compare ratios of one run, never figures of two machines."
    })
public final class Bench implements Callable<Integer> {
  private static final int SIGNATURES = 4000;

  private final Path root;
  private final Path keycloak;
  private final List<Contender> contenders = new CopyOnWriteArrayList<>();
  private @Nullable Path folder;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private BenchOptions options = new BenchOptions();

  private Bench(Path root, Path keycloak) {
    this.root = root;
    this.keycloak = keycloak;
  }

  /**
   * @param arguments the project's folder, the folder of Keycloak's distribution, then options
   */
  public static void main(String[] arguments) {
    List<String> all = List.of(arguments);
    Bench bench =
        new Bench(Path.of(all.get(0)).toAbsolutePath(), Path.of(all.get(1)).toAbsolutePath());
    // Ctrl-C ends what was started, too
    Runtime.getRuntime().addShutdownHook(new Thread(bench::end));
    CommandLine line = new CommandLine(bench);
    line.setExecutionExceptionHandler((failure, command, _) -> {
      if (failure instanceof PeerFailure || failure instanceof IllegalArgumentException) {
        command.getErr().println("gatehouse: " + failure.getMessage());
        return failure instanceof PeerFailure ? 1 : 2;
      }
      throw failure;
    });
    System.exit(line.execute(all.subList(2, all.size()).toArray(String[]::new)));
  }

  @Override
  public Integer call() throws IOException {
    List<Kind> kinds = options.kinds();
    try {
      begin(newFolder());
      return measure(kinds);
    } finally {
      end();
    }
  }

  private synchronized Path newFolder() throws IOException {
    Path scratch = Files.createDirectories(root.resolve("benchmarks/target"));
    Path fresh = Files.createTempDirectory(scratch, "bench-");
    folder = fresh;
    return fresh;
  }

  private void begin(Path scratch) throws IOException {
    begin(GatehouseContender.in(root, scratch));
    if (options.against().isPresent()) {
      KeycloakDistribution distribution = KeycloakDistribution.prepare(keycloak, this::progress);
      Path data = Files.createDirectories(scratch.resolve("keycloak"));
      begin(new KeycloakContender(distribution, data));
    }
  }

  /** Known to {@link #end} before anything of it runs. */
  private void begin(Contender contender) throws IOException {
    progress("starting " + contender.name() + " with " + options.clients() + " people");
    contenders.add(contender);
    contender.begin(options.clients());
  }

  private int measure(List<Kind> kinds) throws IOException {
    List<Duration> starts = new ArrayList<>();
    for (Contender contender : contenders) {
      progress("starting " + contender.name() + " " + options.starts() + " times");
      starts.add(medianStart(contender));
    }
    double signature =
        BareSignature.with(CryptoProviders.choose(), SigningAlgorithm.RS256).cpuMicros(SIGNATURES);
    List<Result.Absent> absent = new ArrayList<>();
    List<Result.Absent> failed = new ArrayList<>();
    List<Result.OfKind> results = new ArrayList<>();
    for (Kind kind : kinds) {
      List<Contender> offering = offering(kind, absent);
      if (offering.contains(contenders.getFirst())) {
        progress("measuring " + kind.name());
        measure(kind, offering, results, failed);
      }
    }
    List<Result.OfProvider> providers = new ArrayList<>();
    for (int i = 0; i < contenders.size(); i++) {
      Contender contender = contenders.get(i);
      double memory = ProcessUsage.residentMebibytesOfTree(contender.pid());
      providers.add(new Result.OfProvider(contender.name(), starts.get(i), memory));
    }
    IO.println(Report.providers(providers, signature));
    IO.println(Report.verdicts(new Verdicts(providers, signature).of(results)));
    absent.addAll(failed);
    IO.print(Report.absent(absent));
    return failed.isEmpty() ? 0 : 1;
  }

  private void measure(
      Kind kind,
      List<Contender> offering,
      List<Result.OfKind> results,
      List<Result.Absent> failed) {
    try {
      Result.OfKind result =
          new Measurement(options.warmUp(), options.measurement(), options.rounds())
              .measure(kind, offering);
      results.add(result);
      IO.println(Report.kind(result));
    } catch (IOException wrong) {
      progress(kind.name() + " failed: " + wrong.getMessage());
      failed.add(new Result.Absent(kind.name(), "failed: " + wrong.getMessage()));
    }
  }

  private List<Contender> offering(Kind kind, List<Result.Absent> absent) throws IOException {
    List<Contender> offering = new ArrayList<>();
    for (Contender contender : contenders) {
      if (Measurement.isOffered(kind, contender)) {
        offering.add(contender);
      } else {
        absent.add(new Result.Absent(kind.name(), contender.name() + " doesn't offer it"));
      }
    }
    return offering;
  }

  private Duration medianStart(Contender contender) {
    List<Duration> starts = new ArrayList<>();
    for (int i = 0; i < options.starts(); i++) {
      starts.add(contender.restart());
    }
    return starts.stream().sorted().toList().get(starts.size() / 2);
  }

  private void progress(String what) {
    spec.commandLine().getErr().println(what + " …");
  }

  private synchronized void end() {
    for (Contender contender : contenders.reversed()) {
      try {
        contender.close();
      } catch (RuntimeException failed) {
        progress(contender.name() + " didn't end well: " + failed.getMessage());
      }
    }
    contenders.clear();
    if (folder != null) {
      Folders.delete(folder);
      folder = null;
    }
  }
}
