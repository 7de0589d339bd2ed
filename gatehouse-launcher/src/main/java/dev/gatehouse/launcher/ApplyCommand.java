package dev.gatehouse.launcher;

import dev.gatehouse.launcher.ApplyClient.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gatehouse apply}. */
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    description = {
      "Makes realm files count: shows what changes, asks, and does it on every server.",
      "Secrets of clients with 'secret: generate' are made then and shown once."
    })
final class ApplyCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "<file>",
      description = "Realm files; all of realms/ where none is named.")
  private List<Path> files = new ArrayList<>();

  @Option(names = "--yes", description = "Don't ask.")
  private boolean yes;

  @Option(
      names = "--dry-run",
      description = "Show what would change and do nothing; ends with 2 where something would.")
  private boolean dryRun;

  @Option(
      names = "--destroy",
      paramLabel = "<name>",
      description =
          "Take away a realm, or let <realm>.roles|permissions|clients.<name> go though it is used.")
  private Set<String> destroy = new LinkedHashSet<>();

  ApplyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Terminal terminal = Gatehouse.terminal(spec.commandLine());
    Home home = surroundings.home();
    ApplyClient client = new ApplyClient(AdminCalls.of(surroundings), texts(home), destroy);
    Outcome plan = client.plan();
    show(plan, terminal);
    if (plan.isEmpty()) {
      terminal.good("nothing to change");
      return ExitCode.DONE.number();
    }
    if (dryRun) {
      return ExitCode.WRONG_USE.number();
    }
    if (!plan.inUse().isEmpty()) {
      throw new CommandFailure(
          ExitCode.FAILED, "nothing is applied: name with --destroy what may go all the same");
    }
    if (!yes && !Agreement.isGiven(terminal, "Apply?")) {
      terminal.print("nothing is applied");
      return ExitCode.FAILED.number();
    }
    Outcome done = client.apply(plan.version());
    terminal.good("applied; every server follows within two seconds");
    done.secrets()
        .forEach(secret ->
            terminal.print(
                "  the secret of %s in %s, shown this once: %s"
                    .formatted(secret.client(), secret.realm(), secret.secret())));
    return ExitCode.DONE.number();
  }

  private List<ApplyClient.File> texts(Home home) {
    List<Path> named = files.isEmpty() ? folder(home.realms()) : files;
    return named.stream().map(ApplyCommand::text).toList();
  }

  private static List<Path> folder(Path realms) {
    try (Stream<Path> found = Files.list(realms)) {
      return found.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw PrivateFiles.unusable(realms, e);
    }
  }

  private static ApplyClient.File text(Path file) {
    try {
      return new ApplyClient.File(file.toString(), Files.readString(file));
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.WRONG_USE, file + " can't be read, or is not UTF-8", e);
    }
  }

  private void show(Outcome plan, Terminal terminal) {
    plan.realms()
        .forEach(realm -> {
          terminal.heading(realm.removed() ? realm.name() + " is taken away" : realm.name());
          realm.changes().forEach(line -> terminal.print("  " + line));
          realm.secretsToMake().forEach(name -> terminal.print("  a secret is made for " + name));
        });
    if (files.isEmpty()) {
      plan.withoutFile()
          .forEach(name -> terminal.aside("realm " + name + " has no file here and stays"));
    }
    plan.inUse().forEach(terminal::bad);
  }
}
