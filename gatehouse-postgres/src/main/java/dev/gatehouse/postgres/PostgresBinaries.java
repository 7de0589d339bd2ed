package dev.gatehouse.postgres;

import dev.gatehouse.postgres.PostgresFailure.Kind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * The PostgreSQL programs, unpacked once from the class path into a cache folder.
 *
 * @param home the folder that holds {@code bin}, {@code lib} and {@code share}
 */
record PostgresBinaries(Path home) {

  private static final long UNPACKED_BYTES = 90L * 1024 * 1024;

  /** An architecture, as our cache folder and as the archive on the class path call it. */
  enum Architecture {
    AMD64("amd64", "/postgres-linux-x86_64.txz"),
    ARM64("arm64", "/postgres-linux-arm_64.txz");

    private final String label;
    private final String archive;

    Architecture(String label, String archive) {
      this.label = label;
      this.archive = archive;
    }
  }

  String program(String name) {
    return home.resolve("bin").resolve(name).toString();
  }

  /** The version of the bundled PostgreSQL, {@code major.minor.build}. */
  static String version() {
    try (InputStream in = PostgresBinaries.class.getResourceAsStream("binaries.properties")) {
      Properties properties = new Properties();
      properties.load(present(in, "binaries.properties"));
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new PostgresFailure(Kind.FILES, "can't read the version of PostgreSQL", e);
    }
  }

  static String majorVersion() {
    return version().substring(0, version().indexOf('.'));
  }

  /** The folder for this user: shared and owned by root as root, else the user's cache. */
  static Path defaultCache(RunAs runAs) {
    if (runAs.handsOver()) {
      return ClusterDirectory.SHARED;
    }
    String configured = System.getenv("XDG_CACHE_HOME");
    Path cache =
        configured == null || configured.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(configured);
    return cache.resolve("gatehouse");
  }

  static PostgresBinaries unpackedIn(Path cache, Consumer<String> progress) {
    Architecture architecture =
        architecture(System.getProperty("os.name"), System.getProperty("os.arch"));
    String name = "postgres-" + version() + "-" + architecture.label;
    Path home = cache.resolve(name);
    if (Files.isDirectory(home)) {
      return new PostgresBinaries(home);
    }
    try {
      Files.createDirectories(cache);
      try (DirectoryLock _ = DirectoryLock.acquire(cache.resolve(name + ".lock"))) {
        if (!Files.isDirectory(home)) {
          progress.accept("unpacking PostgreSQL " + version() + " into " + home);
          requireSpace(cache, UNPACKED_BYTES);
          unpack(architecture, home);
        }
      }
      return new PostgresBinaries(home);
    } catch (IOException e) {
      throw new PostgresFailure(
          Kind.FILES, "can't unpack PostgreSQL into " + home + ": " + e.getMessage(), e);
    }
  }

  static void requireSpace(Path directory, long bytes) throws IOException {
    FileStore disk = Files.getFileStore(directory);
    if (disk.getUsableSpace() < bytes) {
      throw new PostgresFailure(
          Kind.NO_SPACE,
          "not enough disk space in %s: %d MB are needed, %d MB are free"
              .formatted(directory, megabytes(bytes), megabytes(disk.getUsableSpace())));
    }
  }

  private static long megabytes(long bytes) {
    return bytes / (1024 * 1024);
  }

  static Architecture architecture(String system, String machine) {
    if (system.toLowerCase(Locale.ROOT).equals("linux")) {
      switch (machine) {
        case "amd64", "x86_64" -> {
          return Architecture.AMD64;
        }
        case "aarch64", "arm64" -> {
          return Architecture.ARM64;
        }
        default -> {}
      }
    }
    throw unsupported(system, machine);
  }

  /** Refuses a platform no binaries are bundled for. */
  static void requireSupported(String system, String machine) {
    architecture(system, machine);
  }

  private static PostgresFailure unsupported(String system, String machine) {
    return new PostgresFailure(
        Kind.UNSUPPORTED_PLATFORM,
        "no PostgreSQL is bundled for "
            + system
            + " on "
            + machine
            + "; set GATEHOUSE_DATABASE_URL to a PostgreSQL 15 or newer");
  }

  private static void unpack(Architecture architecture, Path home) throws IOException {
    Path fresh = Files.createTempDirectory(home.getParent(), home.getFileName() + ".");
    try (InputStream resource = PostgresBinaries.class.getResourceAsStream(architecture.archive);
        TarArchiveInputStream archive =
            new TarArchiveInputStream(
                new XZInputStream(
                    new BufferedInputStream(present(resource, architecture.archive))))) {
      for (TarArchiveEntry entry = archive.getNextEntry();
          entry != null;
          entry = archive.getNextEntry()) {
        unpackEntry(archive, entry, fresh);
      }
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
      FileTree.force(fresh);
      Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException e) {
      FileTree.delete(fresh);
      throw e;
    }
  }

  private static void unpackEntry(TarArchiveInputStream archive, TarArchiveEntry entry, Path home)
      throws IOException {
    Path target = home.resolve(entry.getName()).normalize();
    if (!target.startsWith(home)) {
      throw new IOException("the archive holds a path outside of itself: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
    } else if (entry.isSymbolicLink()) {
      Files.createDirectories(target.getParent());
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else {
      Files.createDirectories(target.getParent());
      Files.copy(archive, target);
      Files.setPosixFilePermissions(target, permissions(entry.getMode()));
    }
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions =
        EnumSet.copyOf(PosixFilePermissions.fromString("rw-r--r--"));
    if ((mode & 0100) != 0) {
      permissions.addAll(PosixFilePermissions.fromString("--x--x--x"));
    }
    return permissions;
  }

  private static InputStream present(@Nullable InputStream stream, String name) {
    if (stream == null) {
      throw new PostgresFailure(
          Kind.FILES, "the file " + name + " is missing from the class path; build again");
    }
    return stream;
  }
}
