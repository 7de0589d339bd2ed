package dev.gatehouse.launcher;

/** How a command ends. {@code ./gatehouse help} explains the numbers. */
enum ExitCode {
  DONE(0),
  FAILED(1),
  WRONG_USE(2),
  TAKEN(4),
  NO_SPACE(5),
  DATABASE(6);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
