package dev.gatehouse.server.realm;

import dev.gatehouse.server.crypto.Argon2Parameters;
import dev.gatehouse.server.crypto.PasswordHashing;

/**
 * What a password must be and how it is hashed. No composition rules, no expiry.
 *
 * @param minLength fewest code points
 * @param maxLength most code points; most bytes too where bcrypt hashes
 * @param hashing algorithm and cost of new hashes
 */
public record PasswordPolicy(int minLength, int maxLength, PasswordHashing hashing) {
  /** The cost of new Argon2id hashes. */
  public Argon2Parameters argon2() {
    return hashing instanceof Argon2Parameters argon2 ? argon2 : Argon2Parameters.DEFAULT;
  }
}
