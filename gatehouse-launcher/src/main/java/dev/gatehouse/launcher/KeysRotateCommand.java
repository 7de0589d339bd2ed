package dev.gatehouse.launcher;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code gatehouse keys rotate}. */
@Command(
    name = "rotate",
    mixinStandardHelpOptions = true,
    description = {
      "Has the next keys sign at once, on every server within two seconds.",
      "What the keys before them signed stays good until it expires: nobody is signed out."
    })
final class KeysRotateCommand implements Callable<Integer> {
  /** How long verifiers may keep the key set, as its answer says. */
  private static final long KEPT_SECONDS = 300;

  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private KeySelection selection = new KeySelection();

  KeysRotateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Terminal terminal = Gatehouse.terminal(spec.commandLine());
    JsonNode rotated =
        AdminCalls.of(surroundings).post("/keys/rotate", selection.request()).path("rotated");
    rotated.forEach(each -> {
      terminal.good(
          "%s %s %s: %s signs now, %s retires"
              .formatted(
                  each.path("realm").asString(""),
                  each.path("use").asString(""),
                  each.path("alg").asString(""),
                  each.path("active").asString(""),
                  each.path("retiring").asString("")));
      long published = each.path("published_seconds").asLong(0);
      if (published < KEPT_SECONDS) {
        terminal.aside(
            "  it was published %d s ago; a verifier that keeps the key set for five minutes has to"
                    .formatted(published)
                + " fetch it when it meets a kid it doesn't know");
      }
    });
    return ExitCode.DONE.number();
  }
}
