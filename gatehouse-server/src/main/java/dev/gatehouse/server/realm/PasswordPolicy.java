package dev.gatehouse.server.realm;

import dev.gatehouse.server.crypto.Argon2Parameters;

/**
 * What a password must be and how it is hashed. No composition rules, no expiry.
 *
 * @param minLength fewest code points
 * @param maxLength most code points
 * @param argon2 the cost of new hashes
 */
public record PasswordPolicy(int minLength, int maxLength, Argon2Parameters argon2) {}
