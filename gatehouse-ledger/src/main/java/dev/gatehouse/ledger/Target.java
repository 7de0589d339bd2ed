package dev.gatehouse.ledger;

/**
 * The thing an act was done to.
 *
 * @param type what kind of thing, {@code [a-z][a-z0-9_]{0,63}}, such as {@code client}
 * @param id which one; kept well-formed and cut at {@value #LONGEST_ID} characters
 */
public record Target(String type, String id) {
  /** The longest id, in UTF-16 code units. */
  public static final int LONGEST_ID = 256;

  public Target {
    Shape.name(type);
    id = Text.kept(id, LONGEST_ID);
  }
}
