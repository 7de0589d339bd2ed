package dev.gatehouse.ledger;

/** An export with a line that is not exactly one record and a newline. */
public final class MalformedExport extends Exception {
  private static final long serialVersionUID = 1L;

  private final long line;

  MalformedExport(long line, MalformedRecord why) {
    super("line " + line + ", " + why.getMessage(), why);
    this.line = line;
  }

  /** The first bad line, counted from 1. */
  public long line() {
    return line;
  }
}
