package dev.gatehouse.launcher;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gatehouse up}. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = {
      "Starts database and server and returns when they answer; ./gatehouse down ends them.",
      "Does what init does where that is missing."
    })
final class UpCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--port",
      paramLabel = "<port>",
      description =
          "Port to listen on; else GATEHOUSE_HTTP_PORT, else " + ListenAddress.DEFAULT_PORT + ".")
  private @Nullable Integer port;

  UpCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Terminal terminal = Gatehouse.terminal(spec.commandLine());
    Home home = surroundings.home();
    try (HomeLock _ = HomeLock.take(home)) {
      refuseSecondStart(home);
      ListenAddress listen = ListenAddress.of(surroundings, port);
      listen.requireFree();
      Initialisation initialisation = new Initialisation(surroundings, home);
      initialisation.prepareFolders();
      Database database = Database.open(surroundings, home, terminal::progress);
      try {
        Installation installation = initialisation.bringForward(database, terminal);
        terminal.progress("starting the server");
        ServerLaunch launch = new ServerLaunch(surroundings, home, listen);
        RunningServer server = launch.start(installation.settings(listen));
        launch.rehearse(installation.settings(listen));
        terminal.good("Gatehouse runs, process " + server.pid());
        installation.signInPages(listen).forEach(address -> terminal.print("  " + address));
        FirstOperator.printLink(installation, listen, terminal);
      } catch (RuntimeException e) {
        database.stopIfStarted();
        throw e;
      }
    }
    return ExitCode.DONE.number();
  }

  private static void refuseSecondStart(Home home) {
    Optional<RunningServer> running = RunningServer.in(home.processFile());
    if (running.isPresent()) {
      throw new CommandFailure(
          ExitCode.TAKEN,
          "Gatehouse runs already at %s, process %d; ./gatehouse down ends it"
              .formatted(running.get().address(), running.get().pid()));
    }
  }
}
