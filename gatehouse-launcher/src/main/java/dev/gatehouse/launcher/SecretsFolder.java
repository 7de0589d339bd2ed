package dev.gatehouse.launcher;

import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.kernel.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A folder with a file for each secret, which draws what is missing.
 *
 * @param folder closed to all but its owner
 */
record SecretsFolder(Path folder, Csprng random) {
  static final String APP_PASSWORD = "database-app-password";
  static final String WORKER_PASSWORD = "database-worker-password";
  static final String MIGRATOR_PASSWORD = "database-migrator-password";

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");
  private static final int BYTES = 32;

  /** The secret of that name, if it is there. */
  Optional<Secret> find(String name) {
    return read(folder, name);
  }

  /** The secret of that name in a folder, if it is there. */
  static Optional<Secret> read(Path folder, String name) {
    Path file = file(folder, name);
    return Files.isRegularFile(file)
        ? Optional.of(Secret.of(PrivateFiles.read(file)))
        : Optional.empty();
  }

  /** The secret of that name, drawn if it is not there. */
  Secret findOrDraw(String name) {
    return find(name).orElseGet(() -> draw(name));
  }

  private Secret draw(String name) {
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(random.bytes(BYTES));
    if (!Files.isDirectory(folder)) {
      PrivateFiles.folder(folder);
    }
    PrivateFiles.write(file(folder, name), text + "\n");
    return Secret.of(text);
  }

  private static Path file(Path folder, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("no name of a secret: " + name);
    }
    return folder.resolve(name);
  }
}
