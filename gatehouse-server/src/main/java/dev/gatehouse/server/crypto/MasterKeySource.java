package dev.gatehouse.server.crypto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the master key comes from, in this order: the configured file, the variable {@value
 * #VARIABLE}, the file {@value #SECRET_NAME} of the secrets directory. The first that exists
 * counts.
 *
 * @param file the configured file; it must exist, be ours and closed to others
 * @param environment the variables of the process
 * @param secretsDirectory a mounted directory of secrets; the orchestrator sets its modes, so its
 *     files may be readable by others of the container but not writable
 */
public record MasterKeySource(
    Optional<Path> file, Map<String, String> environment, Optional<Path> secretsDirectory) {
  /** The environment variable. */
  public static final String VARIABLE = "GATEHOUSE_MASTER_KEY";

  /** The name of the file in the secrets directory. */
  public static final String SECRET_NAME = "master-key";

  private static final int LONGEST_FILE = 4096;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  private static final Set<PosixFilePermission> WRITE_BY_OTHERS =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  public MasterKeySource {
    environment = Map.copyOf(environment);
  }

  /**
   * The key.
   *
   * @throws WeakSecret when there is none, others may read it, or it is guessable
   */
  public MasterKey load() {
    if (file.isPresent()) {
      return fromFile(file.get());
    }
    String variable = environment.get(VARIABLE);
    if (variable != null) {
      return MasterKey.parse(VARIABLE, variable);
    }
    Optional<Path> mounted =
        secretsDirectory.map(directory -> directory.resolve(SECRET_NAME)).filter(Files::exists);
    if (mounted.isPresent()) {
      return fromSecretsDirectory(mounted.get());
    }
    throw new WeakSecret(
        "master key",
        "is not configured; name its file, set "
            + VARIABLE
            + ", or mount the secret "
            + SECRET_NAME);
  }

  private static MasterKey fromFile(Path path) {
    try {
      if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(path))) {
        throw new WeakSecret(
            path.toString(), "others may read or run it; allow its owner alone: chmod 600");
      }
      if (!Files.getOwner(path).equals(ourselves())) {
        throw new WeakSecret(
            path.toString(), "belongs to another user; it must belong to the user that runs this");
      }
      return MasterKey.parse(path.toString(), read(path));
    } catch (IOException | UnsupportedOperationException unreadable) {
      throw unreadable(path, unreadable);
    }
  }

  private static MasterKey fromSecretsDirectory(Path path) {
    try {
      if (Files.getPosixFilePermissions(path).stream().anyMatch(WRITE_BY_OTHERS::contains)) {
        throw new WeakSecret(path.toString(), "others may write it; mount it read-only");
      }
      return MasterKey.parse(path.toString(), read(path));
    } catch (IOException | UnsupportedOperationException unreadable) {
      throw unreadable(path, unreadable);
    }
  }

  private static String read(Path path) throws IOException {
    if (!Files.isRegularFile(path) || Files.size(path) > LONGEST_FILE) {
      throw new WeakSecret(path.toString(), "is no file with a key");
    }
    return Files.readString(path);
  }

  private static WeakSecret unreadable(Path path, Exception cause) {
    return new WeakSecret(
        path.toString(),
        cause instanceof NoSuchFileException
            ? "does not exist"
            : "can't be read (" + cause.getClass().getSimpleName() + ")");
  }

  /** The user of this process; by the kernel's word where it gives it. */
  private static UserPrincipal ourselves() throws IOException {
    Path self = Path.of("/proc/self");
    return Files.exists(self)
        ? Files.getOwner(self)
        : self.getFileSystem()
            .getUserPrincipalLookupService()
            .lookupPrincipalByName(System.getProperty("user.name"));
  }
}
