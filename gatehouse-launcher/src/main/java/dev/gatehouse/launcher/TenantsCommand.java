package dev.gatehouse.launcher;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code gatehouse tenants}: the group of what is done to customer organisations. */
@Command(
    name = "tenants",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "(list | show | create | suspend | resume | delete)",
    description = "Shows, opens, suspends and deletes the organisations of a realm.")
final class TenantsCommand {
  private TenantsCommand() {}

  static CommandLine commandLine(Surroundings surroundings) {
    CommandLine line = new CommandLine(new TenantsCommand());
    line.addSubcommand("list", new TenantsListCommand(surroundings));
    line.addSubcommand("create", new TenantsCreateCommand(surroundings));
    for (TenantChange change : TenantChange.values()) {
      line.addSubcommand(change.word(), TenantsChangeCommand.commandLine(surroundings, change));
    }
    return line;
  }
}
