package dev.gatehouse.launcher;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code gatehouse audit}: the group of its two commands. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "(tail | export)",
    description = "Reads the record of what happened.")
final class AuditCommand {
  private AuditCommand() {}

  static CommandLine commandLine(Surroundings surroundings) {
    CommandLine line = new CommandLine(new AuditCommand());
    line.addSubcommand("tail", new AuditTailCommand(surroundings));
    line.addSubcommand("export", new AuditExportCommand(surroundings));
    return line;
  }
}
