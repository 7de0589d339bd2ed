package dev.gatehouse.server.kernel;

/**
 * Text that must never be printed: a password, a token, a key. {@code toString()} is {@code
 * [redacted]}, so a secret can't reach a log by concatenation; {@link #reveal()} is the one way out
 * and easy to search for.
 */
public final class Secret {
  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /** Wraps the text. */
  public static Secret of(String value) {
    return new Secret(value);
  }

  /** The text itself. */
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "[redacted]";
  }
}
