package dev.gatehouse.launcher;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code gatehouse keys}: the group of what is done to signing keys. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "(list | rotate | revoke | rehearse)",
    description = {
      "Shows and changes the keys that tokens are signed with.",
      "They rotate by themselves after key_rotation of the realm file, 90 days unless it says other."
    })
final class KeysCommand {
  private KeysCommand() {}

  static CommandLine commandLine(Surroundings surroundings) {
    CommandLine line = new CommandLine(new KeysCommand());
    line.addSubcommand("list", new KeysListCommand(surroundings));
    line.addSubcommand("rotate", new KeysRotateCommand(surroundings));
    line.addSubcommand("revoke", new KeysRevokeCommand(surroundings));
    line.addSubcommand("rehearse", new KeysRehearseCommand(surroundings));
    return line;
  }
}
