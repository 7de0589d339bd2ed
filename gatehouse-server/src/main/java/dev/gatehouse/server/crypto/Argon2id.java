package dev.gatehouse.server.crypto;

/** Argon2id version 1.3 itself; two implementations, the same bytes. */
interface Argon2id {
  /** The 32 bytes of the hash. */
  byte[] hash(Argon2Parameters parameters, byte[] password, byte[] salt);
}
