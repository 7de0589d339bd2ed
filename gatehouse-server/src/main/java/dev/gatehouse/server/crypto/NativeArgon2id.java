package dev.gatehouse.server.crypto;

import de.mkammerer.argon2.Argon2Advanced;
import de.mkammerer.argon2.Argon2Factory;
import de.mkammerer.argon2.Argon2Factory.Argon2Types;
import java.util.Optional;

/** The reference implementation in C, through JNA. */
final class NativeArgon2id implements Argon2id {
  private final Argon2Advanced argon2;

  private NativeArgon2id(Argon2Advanced argon2) {
    this.argon2 = argon2;
  }

  /** It, or nothing where its library is not for this platform. */
  static Optional<Argon2id> load() {
    try {
      Argon2Advanced argon2 =
          Argon2Factory.createAdvanced(
              Argon2Types.ARGON2id, PhcString.SALT_LENGTH, PhcString.HASH_LENGTH);
      NativeArgon2id loaded = new NativeArgon2id(argon2);
      // the library binds at the first call
      byte[] probe =
          loaded.hash(new Argon2Parameters(8, 1, 1), new byte[1], new byte[PhcString.SALT_LENGTH]);
      return probe.length == PhcString.HASH_LENGTH ? Optional.of(loaded) : Optional.empty();
    } catch (LinkageError absent) {
      return Optional.empty();
    }
  }

  @Override
  public byte[] hash(Argon2Parameters parameters, byte[] password, byte[] salt) {
    return argon2.rawHash(
        parameters.iterations(), parameters.memoryKib(), parameters.parallelism(), password, salt);
  }
}
