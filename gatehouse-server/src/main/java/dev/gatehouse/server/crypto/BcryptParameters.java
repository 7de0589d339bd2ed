package dev.gatehouse.server.crypto;

/**
 * The cost of bcrypt.
 *
 * @param cost the logarithm to base 2 of its rounds
 */
public record BcryptParameters(int cost) implements PasswordHashing {
  /** The longest password in bytes of UTF-8: bcrypt ignores what follows. */
  public static final int MOST_BYTES = 72;

  private static final int LEAST_COST = 12;
  private static final int MOST_COST = 16;

  public BcryptParameters {
    if (cost < LEAST_COST || cost > MOST_COST) {
      throw new IllegalArgumentException("bcrypt cost must be " + LEAST_COST + " to " + MOST_COST);
    }
  }
}
