package dev.gatehouse.launcher;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code gatehouse register}: the group of what lets applications register by themselves. */
@Command(
    name = "register",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "(token)",
    description = "Lets applications register by themselves (RFC 7591).")
final class RegisterCommand {
  private RegisterCommand() {}

  static CommandLine commandLine(Surroundings surroundings) {
    CommandLine line = new CommandLine(new RegisterCommand());
    line.addSubcommand("token", new RegisterTokenCommand(surroundings));
    return line;
  }
}
