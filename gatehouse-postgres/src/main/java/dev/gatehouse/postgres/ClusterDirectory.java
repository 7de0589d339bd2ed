package dev.gatehouse.postgres;

import dev.gatehouse.postgres.PostgresFailure.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The files of one cluster. The directory belongs to whoever launches; {@code data} and {@code log}
 * belong to the user PostgreSQL runs as, who may pass through the directory and read no more of it.
 */
record ClusterDirectory(Path root) {

  /** Where root keeps what the unprivileged user must reach. */
  static final Path SHARED = Path.of("/var/lib/gatehouse");

  private static final String LOCK = "cluster.lock";

  Path data() {
    return root.resolve("data");
  }

  Path freshData() {
    return root.resolve("data.new");
  }

  Path log() {
    return root.resolve("log");
  }

  Path startLog() {
    return root.resolve("start.log");
  }

  Path lockFile() {
    return root.resolve(LOCK);
  }

  Path passwordFile() {
    return root.resolve("superuser.password");
  }

  Path durabilityFile() {
    return root.resolve("durability");
  }

  Path configFile() {
    return root.resolve("postgresql.conf");
  }

  Path hbaFile() {
    return root.resolve("pg_hba.conf");
  }

  boolean isInitialised() {
    return Files.isRegularFile(data().resolve("PG_VERSION"));
  }

  String read(Path file) throws IOException {
    return Files.readString(file).strip();
  }

  /** Finds a directory that has been prepared before, without changing anything. */
  static Optional<ClusterDirectory> existing(Path wished, RunAs runAs) {
    try {
      ClusterDirectory directory = new ClusterDirectory(wished.toRealPath());
      directory.requireOurs(runAs);
      return Files.exists(directory.lockFile()) ? Optional.of(directory) : Optional.empty();
    } catch (IOException e) {
      throw unusable(wished, e);
    }
  }

  /** Makes the directory usable by launcher and PostgreSQL, elsewhere if it can't be here. */
  static ClusterDirectory prepare(Path wished, RunAs runAs, Consumer<String> progress) {
    Path absolute = wished.toAbsolutePath().normalize();
    if (absolute.toString().chars().anyMatch(Character::isISOControl)) {
      throw new PostgresFailure(Kind.FILES, "the path of a cluster can't hold control characters");
    }
    try {
      if (!runAs.handsOver()) {
        return prepareHere(absolute, runAs);
      }
      Files.createDirectories(SHARED);
      // A directory that moves elsewhere is gone for a moment.
      try (DirectoryLock _ = DirectoryLock.acquire(SHARED.resolve("placement.lock"))) {
        ClusterDirectory directory = prepareHere(absolute, runAs);
        return runAs.canEnter(directory.root())
            ? directory
            : relocated(absolute, directory, runAs, progress);
      }
    } catch (IOException e) {
      throw unusable(absolute, e);
    }
  }

  private static ClusterDirectory prepareHere(Path absolute, RunAs runAs) throws IOException {
    Files.createDirectories(absolute.getParent());
    if (Files.isSymbolicLink(absolute) && !Files.exists(absolute)) {
      throw new PostgresFailure(
          Kind.NOT_OURS,
          absolute + " is a link to a place that is gone; remove the link to begin anew");
    }
    createPrivate(absolute);
    ClusterDirectory directory = new ClusterDirectory(absolute.toRealPath());
    directory.requireOurs(runAs);
    directory.admit(runAs);
    return directory;
  }

  private static ClusterDirectory relocated(
      Path wished, ClusterDirectory unreachable, RunAs runAs, Consumer<String> progress)
      throws IOException {
    if (!unreachable.isEmpty()) {
      throw new PostgresFailure(
          Kind.NOT_OURS,
          "PostgreSQL runs as '%s', who can't reach %s; move it below a directory open to all"
              .formatted(runAs.user(), wished));
    }
    Path elsewhere = SHARED.resolve(wished.getFileName() + "-" + digest(wished));
    createPrivate(elsewhere);
    ClusterDirectory directory = new ClusterDirectory(elsewhere);
    directory.requireOurs(runAs);
    directory.admit(runAs);
    Files.delete(wished);
    Files.createSymbolicLink(wished, elsewhere);
    progress.accept(
        "PostgreSQL runs as '%s', who can't reach %s; the data %s in %s, linked from there"
            .formatted(
                runAs.user(), wished, directory.isEmpty() ? "go" : "are already", elsewhere));
    return directory;
  }

  private static String digest(Path path) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(path.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private void requireOurs(RunAs runAs) throws IOException {
    if (!runAs.launcherOwns(root)) {
      throw new PostgresFailure(
          Kind.NOT_OURS,
          root
              + " belongs to user '"
              + Files.getOwner(root).getName()
              + "'; run as that user or choose another directory");
    }
    if (!Files.exists(lockFile(), LinkOption.NOFOLLOW_LINKS) && !isEmpty()) {
      throw new PostgresFailure(
          Kind.NOT_OURS,
          root + " holds files that aren't a cluster's; choose an empty or a new directory");
    }
  }

  private boolean isEmpty() throws IOException {
    try (Stream<Path> files = Files.list(root)) {
      return files.findAny().isEmpty();
    }
  }

  /** The launcher writes here, PostgreSQL's group passes through, nobody else gets in. */
  private void admit(RunAs runAs) throws IOException {
    runAs.letGroupIn(root);
    Files.setPosixFilePermissions(
        root, PosixFilePermissions.fromString(runAs.handsOver() ? "rwx--x---" : "rwx------"));
  }

  /** Creates a folder of PostgreSQL's own, unless it exists. */
  void createFolderFor(Path folder, RunAs runAs) throws IOException {
    createPrivate(folder);
    runAs.give(folder);
  }

  private static void createPrivate(Path folder) throws IOException {
    try {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
  }

  /** Writes a file that only the launcher reads; it is there wholly or not at all. */
  void writeForLauncher(Path file, String text) throws IOException {
    write(file, text, "rw-------", List.of());
  }

  /** Writes a file that PostgreSQL reads and doesn't own. */
  void writeForPostgres(Path file, String text, RunAs runAs) throws IOException {
    write(file, text, runAs.handsOver() ? "rw-r-----" : "rw-------", List.of(runAs));
  }

  private static void write(Path file, String text, String mode, List<RunAs> readers)
      throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    for (RunAs reader : readers) {
      reader.letGroupIn(fresh);
    }
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(mode));
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  static PostgresFailure unusable(Path directory, IOException cause) {
    return new PostgresFailure(Kind.FILES, "can't use " + directory + ": " + cause, cause);
  }
}
