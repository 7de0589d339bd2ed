package dev.gatehouse.launcher;

import java.util.List;

/** One step of a story: what it is called and what does it. */
record StoryStep(String name, Act act) {

  /** Does something and returns its proof, or says what was wrong. */
  interface Act {
    String proof();
  }

  /**
   * Plays them until one goes wrong.
   *
   * @return whether every step went as it should
   */
  static boolean play(List<StoryStep> steps, Terminal terminal) {
    for (StoryStep step : steps) {
      try {
        terminal.good("%-15s %s".formatted(step.name(), step.act().proof()));
      } catch (RuntimeException | AssertionError wrong) {
        terminal.bad("%-15s %s".formatted(step.name(), wrong.getMessage()));
        return false;
      }
    }
    return true;
  }
}
