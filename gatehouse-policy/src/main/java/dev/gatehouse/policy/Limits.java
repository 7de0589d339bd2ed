package dev.gatehouse.policy;

/** What bounds the work of a condition, whoever wrote it and whatever it is shown. */
final class Limits {
  /** Code points of an expression. */
  static final int EXPRESSION = 2_048;

  /** How deep an expression may nest. */
  static final int DEPTH = 32;

  /** Loops within loops. */
  static final int LOOPS = 3;

  /** Characters of a value that is read. */
  static final int TEXT = 512;

  /** Items of a list that is read. */
  static final int ITEMS = 100;

  /** Steps that an expression may take at worst, a step being some tens of nanoseconds. */
  static final long COST = 200_000;

  /** Turns of all loops of one evaluation together. */
  static final int TURNS = 10_000;

  /** Conditions, roles, permissions or rules of one policy, each. */
  static final int ELEMENTS = 2_000;

  /** Grants of one principal. */
  static final int GRANTS = 1_000;

  private Limits() {}
}
