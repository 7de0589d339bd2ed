package dev.gatehouse.launcher;

import java.io.PrintWriter;
import java.io.Writer;

/** What a person sees: plain lines, with colour and a moving line only where there is a screen. */
final class Terminal {
  private static final String RESET = "\033[0m";
  private static final String CLEAR_LINE = "\r\033[K";

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean screen;
  private boolean moving;

  Terminal(PrintWriter out, PrintWriter err, boolean screen) {
    this.out = out;
    this.err = err;
    this.screen = screen;
  }

  /** For work whose words nobody needs. */
  static Terminal silent() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return new Terminal(nowhere, nowhere, false);
  }

  /** Something the person asked for. */
  void print(String line) {
    endMoving();
    out.println(line);
    out.flush();
  }

  /** What is being done, on the moving line of a screen or on a line of its own. */
  void progress(String activity) {
    endMoving();
    if (screen) {
      out.print(activity + " …");
      moving = true;
    } else {
      out.println(activity + " …");
    }
    out.flush();
  }

  void good(String line) {
    print(colour("\033[32m", "✓") + " " + line);
  }

  void bad(String line) {
    print(colour("\033[31m", "✗") + " " + line);
  }

  void heading(String line) {
    print(colour("\033[1m", line));
  }

  /** Beside the point, and good to know. */
  void aside(String line) {
    print(colour("\033[2m", line));
  }

  /** Why the command ends. */
  void failure(String message) {
    endMoving();
    err.println("gatehouse: " + message);
    err.flush();
  }

  private String colour(String code, String text) {
    return screen ? code + text + RESET : text;
  }

  private void endMoving() {
    if (moving) {
      out.print(CLEAR_LINE);
      moving = false;
    }
  }
}
