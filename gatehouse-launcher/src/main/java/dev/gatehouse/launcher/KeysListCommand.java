package dev.gatehouse.launcher;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code gatehouse keys list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the keys that are published, and those that were revoked.",
      "next: published, signs nothing yet. active: signs. retiring: published until what it signed",
      "has expired. revoked: nothing it signed is good any more."
    })
final class KeysListCommand implements Callable<Integer> {
  private static final String LINE = "%-11s %-12s %-5s %-8s %-8s %-8s %-43s  %s";

  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private KeySelection selection = new KeySelection();

  KeysListCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Terminal terminal = Gatehouse.terminal(spec.commandLine());
    JsonNode keys =
        AdminCalls.of(surroundings).post("/keys/list", selection.request()).path("keys");
    terminal.heading(
        LINE.formatted("realm", "use", "alg", "state", "age", "signing", "kid", "next step"));
    keys.forEach(key -> terminal.print(line(key)));
    return ExitCode.DONE.number();
  }

  private static String line(JsonNode key) {
    return LINE.formatted(
        key.path("realm").asString(""),
        key.path("use").asString(""),
        key.path("alg").asString(""),
        key.path("state").asString(""),
        age(key.get("age_seconds")),
        age(key.get("signing_seconds")),
        key.path("kid").asString(""),
        key.path("next_step").asString(""));
  }

  /** In the largest unit of which there are two at least. */
  static String age(@Nullable JsonNode value) {
    if (value == null) {
      return "-";
    }
    long seconds = value.asLong(0);
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 2 * 3600) {
      return seconds / 60 + " min";
    }
    return seconds < 2 * 86_400 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
  }
}
