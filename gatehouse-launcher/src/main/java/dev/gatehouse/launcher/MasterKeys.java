package dev.gatehouse.launcher;

import dev.gatehouse.server.crypto.MasterKeySource;
import java.nio.file.Path;
import java.util.Optional;

/** Where this installation's master key is. */
final class MasterKeys {
  private MasterKeys() {}

  /** Whether somebody else keeps it, so that we make none. */
  static boolean isGiven(Surroundings surroundings) {
    return surroundings.variable("GATEHOUSE_MASTER_KEY_FILE").isPresent()
        || surroundings.variable(MasterKeySource.VARIABLE).isPresent();
  }

  /** The file or variable given, else the file in the secrets folder. */
  static MasterKeySource configured(Surroundings surroundings, Home home) {
    return new MasterKeySource(
        file(surroundings, home), surroundings.environment(), Optional.of(home.secrets()));
  }

  /** Named in so many words, as our own folder is: then nobody else may read it. */
  static Optional<Path> file(Surroundings surroundings, Home home) {
    Optional<Path> given =
        surroundings.variable("GATEHOUSE_MASTER_KEY_FILE").map(surroundings.root()::resolve);
    boolean ours = !isGiven(surroundings) && !home.secretsAreGiven();
    return ours ? Optional.of(home.masterKey()) : given;
  }
}
