package dev.gatehouse.server.crypto;

/** How new password hashes are made; older ones are read as they say themselves. */
public sealed interface PasswordHashing permits Argon2Parameters, BcryptParameters {}
