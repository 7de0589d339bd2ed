package dev.gatehouse.server.crypto;

import java.util.List;
import java.util.stream.IntStream;

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

  /** The hashes whose work is what a stored one spares; each cost is twice the one before. */
  List<BcryptParameters> remainderFrom(PasswordHashing stored) {
    return switch (stored) {
      case Argon2Parameters _ -> List.of(this);
      case BcryptParameters(int lower) ->
          IntStream.range(lower, cost).mapToObj(BcryptParameters::new).toList();
    };
  }
}
