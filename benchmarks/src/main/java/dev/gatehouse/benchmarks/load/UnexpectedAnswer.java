package dev.gatehouse.benchmarks.load;

import java.io.IOException;

/** An answer that isn't the one the work needs; its figures would be worth nothing. */
public final class UnexpectedAnswer extends IOException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 300;

  public UnexpectedAnswer(String problem, Answer answer) {
    super(problem + ": " + beginning(answer.text().replaceAll("\\s+", " ")));
  }

  private static String beginning(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
