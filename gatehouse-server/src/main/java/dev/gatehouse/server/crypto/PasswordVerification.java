package dev.gatehouse.server.crypto;

/** What became of checking a password against a stored hash. */
public enum PasswordVerification {
  /** The password is right. */
  MATCHED,
  /** The password is right, but the hash has another cost than the realm wants: store a new one. */
  MATCHED_NEEDS_REHASH,
  /** The password is wrong. */
  MISMATCHED
}
