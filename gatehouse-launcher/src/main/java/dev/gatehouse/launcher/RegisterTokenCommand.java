package dev.gatehouse.launcher;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code gatehouse register token}. */
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    description = {
      "Makes an initial access token, with which applications register with a realm whose file has",
      "registration. It is shown this once, alone on standard output."
    })
final class RegisterTokenCommand implements Callable<Integer> {
  private static final Pattern LIFE = Pattern.compile("([1-9][0-9]{0,4})([mhd])");

  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "<realm>", description = "The realm.")
  private String realm = "";

  @Option(
      names = "--uses",
      paramLabel = "<n>",
      description = "How many applications it registers, 1 to 1000; ${DEFAULT-VALUE} by default.")
  private int uses = 1;

  @Option(
      names = "--expires",
      paramLabel = "<life>",
      description = "How long it is good, such as 30m, 12h or 7d, 90d at most; 24h by default.")
  private String expires = "24h";

  RegisterTokenCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Terminal words = Gatehouse.errorTerminal(spec.commandLine());
    JsonNode made =
        AdminCalls.of(surroundings)
            .post(
                "/register/token",
                Map.of("realm", realm, "uses", uses, "seconds", life(expires).toSeconds()));
    words.good(
        "registers %d %s with %s within %s; shown this once:"
            .formatted(uses, uses == 1 ? "application" : "applications", realm, expires));
    Gatehouse.terminal(spec.commandLine()).print(made.path("token").asString(""));
    return ExitCode.DONE.number();
  }

  private static Duration life(String text) {
    Matcher life = LIFE.matcher(text);
    if (!life.matches()) {
      throw new CommandFailure(
          ExitCode.WRONG_USE, "--expires is a number with m, h or d, such as 12h");
    }
    long number = Long.parseLong(life.group(1));
    return switch (life.group(2)) {
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }
}
