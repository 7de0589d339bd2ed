package dev.gatehouse.ledger;

/** Bytes that are not exactly one record of format v1: where, and which rule they break. */
public final class MalformedRecord extends Exception {
  private static final long serialVersionUID = 1L;

  private final int offset;

  MalformedRecord(int offset, String what) {
    super("byte " + offset + ": " + what);
    this.offset = offset;
  }

  /** The byte, counted from 0, at which the value, name or byte stands that breaks the rule. */
  public int offset() {
    return offset;
  }
}
