package dev.gatehouse.server.crypto;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;

/** Bouncy Castle's implementation in Java, where the native one doesn't load. */
final class BouncyCastleArgon2id implements Argon2id {
  private static final int ARGON2_ID = org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_id;
  private static final int VERSION_13 =
      org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_VERSION_13;

  @Override
  public byte[] hash(Argon2Parameters parameters, byte[] password, byte[] salt) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new org.bouncycastle.crypto.params.Argon2Parameters.Builder(ARGON2_ID)
            .withVersion(VERSION_13)
            .withMemoryAsKB(parameters.memoryKib())
            .withIterations(parameters.iterations())
            .withParallelism(parameters.parallelism())
            .withSalt(salt)
            .build());
    byte[] hash = new byte[PhcString.HASH_LENGTH];
    generator.generateBytes(password, hash);
    return hash;
  }
}
