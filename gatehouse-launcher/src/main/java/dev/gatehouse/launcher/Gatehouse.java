package dev.gatehouse.launcher;

import dev.gatehouse.postgres.PostgresFailure;
import dev.gatehouse.server.crypto.WeakSecret;
import dev.gatehouse.server.realm.RealmFileError;
import dev.gatehouse.server.storage.DatabaseUnavailable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands that {@code ./gatehouse} hands to Java. */
@Command(
    name = "gatehouse",
    synopsisSubcommandLabel = "<command>",
    mixinStandardHelpOptions = true,
    description = "Sign-in, tokens, tenant walls and the record of it all.")
public final class Gatehouse {
  private Gatehouse() {}

  /** Runs one command and ends with its exit code. */
  public static void main(String[] arguments) {
    System.exit(run(System.getenv(), arguments));
  }

  private static int run(Map<String, String> environment, String... arguments) {
    Surroundings surroundings;
    try {
      surroundings =
          Surroundings.of(property("gatehouse.root"), property("gatehouse.built"), environment);
    } catch (CommandFailure unreadable) {
      return fail(unreadable, new CommandLine(new Gatehouse()));
    }
    return commandLine(surroundings).execute(arguments);
  }

  private static Path property(String name) {
    return Path.of(Objects.requireNonNull(System.getProperty(name), name));
  }

  static CommandLine commandLine(Surroundings surroundings) {
    CommandLine line = new CommandLine(new Gatehouse());
    line.addSubcommand("init", new InitCommand(surroundings));
    line.addSubcommand("up", new UpCommand(surroundings));
    line.addSubcommand("demo", new DemoCommand(surroundings));
    line.addSubcommand("apply", new ApplyCommand(surroundings));
    line.addSubcommand("keys", KeysCommand.commandLine(surroundings));
    line.addSubcommand("tenants", TenantsCommand.commandLine(surroundings));
    line.addSubcommand("register", RegisterCommand.commandLine(surroundings));
    line.addSubcommand("down", new DownCommand(surroundings));
    line.addSubcommand("audit", AuditCommand.commandLine(surroundings));
    line.setExecutionExceptionHandler((failure, command, _) -> fail(failure, command));
    line.setUsageHelpAutoWidth(true);
    return line;
  }

  /** The terminal of a command, as picocli knows it. */
  static Terminal terminal(CommandLine command) {
    boolean screen = Boolean.getBoolean("gatehouse.screen") && System.getenv("NO_COLOR") == null;
    return new Terminal(command.getOut(), command.getErr(), screen);
  }

  /** The same where standard output carries data: words go to standard error. */
  static Terminal errorTerminal(CommandLine command) {
    return new Terminal(command.getErr(), command.getErr(), false);
  }

  private static int fail(Exception failure, CommandLine command) {
    Terminal terminal = terminal(command);
    ExitCode code = exitCode(failure);
    terminal.failure(Objects.requireNonNullElse(failure.getMessage(), failure.toString()));
    if (code == ExitCode.FAILED && isUnexpected(failure)) {
      PrintWriter err = command.getErr();
      failure.printStackTrace(err);
      err.flush();
    }
    return code.number();
  }

  private static ExitCode exitCode(Exception failure) {
    return switch (failure) {
      case CommandFailure known -> known.exitCode();
      case PostgresFailure postgres ->
          switch (postgres.kind()) {
            case PORT_TAKEN -> ExitCode.TAKEN;
            case NO_SPACE -> ExitCode.NO_SPACE;
            default -> ExitCode.DATABASE;
          };
      case DatabaseUnavailable _ -> ExitCode.DATABASE;
      default -> ExitCode.FAILED;
    };
  }

  private static boolean isUnexpected(Exception failure) {
    return !(failure instanceof CommandFailure
        || failure instanceof WeakSecret
        || failure instanceof RealmFileError);
  }
}
