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

  /** The file or variable given, else our own file. */
  static MasterKeySource configured(Surroundings surroundings, Home home) {
    Optional<Path> file =
        surroundings
            .variable("GATEHOUSE_MASTER_KEY_FILE")
            .map(Path::of)
            .or(() -> isGiven(surroundings) ? Optional.empty() : Optional.of(home.masterKey()));
    return new MasterKeySource(file, surroundings.environment(), Optional.empty());
  }
}
