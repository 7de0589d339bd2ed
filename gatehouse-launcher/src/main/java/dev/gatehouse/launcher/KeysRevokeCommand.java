package dev.gatehouse.launcher;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code gatehouse keys revoke}. */
@Command(
    name = "revoke",
    mixinStandardHelpOptions = true,
    description = {
      "Ends a key that somebody else may hold: it is published no more, and nothing it signed is",
      "good any more, on every server within two seconds. Says what dies, and asks."
    })
final class KeysRevokeCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "<kid>", description = "The key's id, as list shows it.")
  private String kid = "";

  @Option(names = "--yes", description = "Don't ask.")
  private boolean yes;

  KeysRevokeCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Terminal terminal = Gatehouse.terminal(spec.commandLine());
    AdminCalls server = AdminCalls.of(surroundings);
    Map<String, String> request = Map.of("kid", kid);
    JsonNode plan = server.post("/keys/revoke/plan", request);
    terminal.heading(
        "%s %s %s, %s"
            .formatted(
                plan.path("realm").asString(""),
                plan.path("use").asString(""),
                plan.path("alg").asString(""),
                plan.path("state").asString("")));
    terminal.print("  dies: " + plan.path("dies").asString(""));
    if (!yes && !Agreement.isGiven(terminal, "Revoke it? This can't be undone.")) {
      terminal.print("nothing is revoked");
      return ExitCode.FAILED.number();
    }
    JsonNode done = server.post("/keys/revoke", request);
    terminal.good("revoked; every server follows within two seconds");
    String successor = done.path("successor").asString("");
    if (!successor.isEmpty()) {
      terminal.print("  " + successor + " signs now");
    }
    return ExitCode.DONE.number();
  }
}
