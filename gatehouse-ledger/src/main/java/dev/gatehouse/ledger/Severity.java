package dev.gatehouse.ledger;

/** How much attention a record asks for, from the least to the most. */
public enum Severity {
  INFO("info"),
  NOTICE("notice"),
  WARN("warn"),
  HIGH("high");

  private final String wire;

  Severity(String wire) {
    this.wire = wire;
  }

  /** The word in the record. */
  public String wire() {
    return wire;
  }

  static Severity parse(String text) {
    for (Severity severity : values()) {
      if (severity.wire.equals(text)) {
        return severity;
      }
    }
    throw new IllegalArgumentException(
        "severity " + Text.quoted(text) + " is none of info, notice, warn, high");
  }
}
