package dev.gatehouse.launcher;

import dev.gatehouse.server.app.Configuration;
import dev.gatehouse.server.app.SetUp;
import dev.gatehouse.server.kernel.Refusal;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** The link that makes the first operator. It is printed, and kept nowhere. */
final class FirstOperator {
  private FirstOperator() {}

  /** Prints a fresh link as long as there is no operator. */
  static void printLink(Installation installation, ListenAddress listen, Terminal terminal) {
    link(installation, listen)
        .ifPresent(link -> {
          terminal.print("There is no operator yet. Whoever opens this link becomes the first;");
          terminal.print("it works once, for an hour, and the ones before it no longer do:");
          terminal.print("  " + link);
        });
  }

  private static Optional<URI> link(Installation installation, ListenAddress listen) {
    Map<String, String> settings =
        ServerEnvironment.of(
            installation.surroundings().environment(), installation.settings(listen));
    try {
      return SetUp.operatorLink(Configuration.load(settings), Clock.systemUTC(), settings);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, "a setting can't be read: " + e.getMessage(), e);
    } catch (Refusal refusal) {
      throw new CommandFailure(
          ExitCode.FAILED, "no link for the first operator: " + refusal.getMessage(), refusal);
    }
  }
}
