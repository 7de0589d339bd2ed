package dev.gatehouse.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Asks the person before something is done; only the whole word counts. */
final class Agreement {
  private Agreement() {}

  /** Whether the answer was yes. */
  static boolean isGiven(Terminal terminal, String question) {
    terminal.print(question + " Answer yes to do it.");
    try {
      @Nullable String answer =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      return answer != null && answer.strip().equals("yes");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
