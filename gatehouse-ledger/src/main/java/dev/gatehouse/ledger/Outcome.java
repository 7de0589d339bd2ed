package dev.gatehouse.ledger;

/** How the act a record tells of ended. */
public enum Outcome {
  /** The act was done. */
  SUCCESS("success"),
  /** A rule said no. */
  REFUSED("refused"),
  /** It was allowed and broke. */
  FAILED("failed");

  private final String wire;

  Outcome(String wire) {
    this.wire = wire;
  }

  /** The word in the record. */
  public String wire() {
    return wire;
  }

  static Outcome parse(String text) {
    for (Outcome outcome : values()) {
      if (outcome.wire.equals(text)) {
        return outcome;
      }
    }
    throw new IllegalArgumentException(
        "outcome " + Text.quoted(text) + " is none of success, refused, failed");
  }
}
