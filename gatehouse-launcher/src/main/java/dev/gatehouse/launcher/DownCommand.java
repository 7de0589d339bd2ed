package dev.gatehouse.launcher;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code gatehouse down}. */
@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description = "Stops server and database, in this order, and waits until both have ended.")
final class DownCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

  DownCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Terminal terminal = Gatehouse.terminal(spec.commandLine());
    Home home = surroundings.home();
    try (HomeLock _ = HomeLock.take(home)) {
      boolean anything = stopServer(home, terminal);
      terminal.progress("stopping the database");
      if (Database.stopEmbedded(home)) {
        anything = true;
        terminal.good("database stopped");
      }
      if (!anything) {
        terminal.print("nothing runs");
      }
    }
    return ExitCode.DONE.number();
  }

  private static boolean stopServer(Home home, Terminal terminal) {
    Optional<RunningServer> running = RunningServer.in(home.processFile());
    if (running.isEmpty()) {
      return false;
    }
    terminal.progress("stopping the server");
    if (running.get().stop()) {
      terminal.good("server stopped");
    } else {
      terminal.bad("the server didn't end within 30 s and was killed; see " + home.serverLog());
    }
    return true;
  }
}
