package dev.gatehouse.server.realm;

import dev.gatehouse.server.crypto.PasswordHashing;
import dev.gatehouse.server.crypto.PasswordText;

/**
 * What a password must be and how it is hashed. No composition rules, no expiry.
 *
 * @param minLength fewest code points
 * @param maxLength most code points; most bytes too where bcrypt hashes
 * @param hashing algorithm and cost of new hashes
 */
public record PasswordPolicy(int minLength, int maxLength, PasswordHashing hashing) {
  /** Whether a password has more characters than the policy or more bytes than the hash takes. */
  public boolean isTooLong(PasswordText password) {
    return password.codePoints() > maxLength || !password.fits(hashing);
  }
}
