package dev.gatehouse.policy;

/** What a condition found where it looked for an attribute. */
public sealed interface Value {
  /**
   * A value of the declared type.
   *
   * @param value a String, Long, Double, Boolean, Instant, Duration, or a List of these
   */
  record Known(Object value) implements Value {}

  /** Nobody supplied it. */
  record Missing() implements Value {}

  /**
   * Something that a condition must not see.
   *
   * @param why such as {@code has 1000000 items, at most 100 are read}
   */
  record Unfit(String why) implements Value {}
}
