package dev.gatehouse.launcher;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code gatehouse keys rehearse}. */
@Command(
    name = "rehearse",
    mixinStandardHelpOptions = true,
    description = {
      "Tries the whole way of a rotation and switches nothing: publishes the next keys, has each",
      "sign, and every server publish and verify. Ends with 0 where a rotation would be safe, else 1."
    })
final class KeysRehearseCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private KeySelection selection = new KeySelection();

  KeysRehearseCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Terminal terminal = Gatehouse.terminal(spec.commandLine());
    JsonNode done = AdminCalls.of(surroundings).post("/keys/rehearse", selection.request());
    done.path("servers")
        .forEach(server -> {
          String name = server.path("server").asString("");
          String problem = server.path("problem").asString("");
          if (problem.isEmpty()) {
            terminal.good(name + " publishes and verifies");
          } else {
            terminal.bad(name + ": " + problem);
          }
        });
    boolean safe = done.path("safe").asBoolean(false);
    String rings = done.path("rings").asInt(0) + " next keys tried, none switched; ";
    terminal.print(rings + "a rotation would " + (safe ? "be safe" : "not be safe"));
    return safe ? ExitCode.DONE.number() : ExitCode.FAILED.number();
  }
}
