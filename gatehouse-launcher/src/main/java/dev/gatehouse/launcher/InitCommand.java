package dev.gatehouse.launcher;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code gatehouse init}. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = {
      "Makes database roles, schema, keys and secrets, and prints the first operator's link.",
      "Changes nothing that is there: run it as often as you like, and after each upgrade.",
      "",
      "With GATEHOUSE_DATABASE_URL, name GATEHOUSE_DATABASE_SUPERUSER and"
          + " GATEHOUSE_DATABASE_SUPERUSER_PASSWORD for the first run."
    })
final class InitCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

  InitCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Terminal terminal = Gatehouse.terminal(spec.commandLine());
    Home home = surroundings.home();
    try (HomeLock _ = HomeLock.take(home)) {
      Initialisation initialisation = new Initialisation(surroundings, home);
      initialisation.prepareFolders();
      Database database = Database.open(surroundings, home, terminal::progress);
      try {
        Installation installation = initialisation.bringForward(database, terminal);
        terminal.good("database ready: " + database.url());
        FirstOperator.printLink(installation, ListenAddress.of(surroundings, null), terminal);
      } finally {
        database.stopIfStarted();
      }
    }
    return ExitCode.DONE.number();
  }
}
