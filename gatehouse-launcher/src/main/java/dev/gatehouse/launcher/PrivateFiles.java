package dev.gatehouse.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;

/** Folders and files that nobody but their owner may open. */
final class PrivateFiles {
  private static final FileAttribute<Set<PosixFilePermission>> FOLDER = mode("rwx------");
  private static final FileAttribute<Set<PosixFilePermission>> FILE = mode("rw-------");

  private PrivateFiles() {}

  private static FileAttribute<Set<PosixFilePermission>> mode(String mode) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
  }

  /** Makes the folder where it is missing, and closes one that others may open. */
  static void folder(Path folder) {
    try {
      Files.createDirectories(folder.toAbsolutePath().getParent());
      if (!Files.isDirectory(folder)) {
        Files.createDirectory(folder, FOLDER);
      }
      Files.setPosixFilePermissions(folder, FOLDER.value());
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  /** Writes the file, whole or not at all, over one that is there. */
  static void write(Path file, String text) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.deleteIfExists(fresh);
      Files.createFile(fresh, FILE);
      Files.write(
          fresh,
          text.getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.WRITE,
          StandardOpenOption.SYNC);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  /** Makes an empty file where there is none. */
  static void touch(Path file) {
    try {
      if (!Files.exists(file)) {
        Files.createFile(file, FILE);
      }
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  /** Removes the folder with everything in it; links are removed, not followed. */
  static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw unusable(folder, e);
    } catch (UncheckedIOException e) {
      throw unusable(folder, new IOException(e));
    }
  }

  static CommandFailure unusable(Path path, IOException cause) {
    String text = String.valueOf(cause.getMessage());
    return text.contains("No space left on device")
        ? new CommandFailure(ExitCode.NO_SPACE, "the disk of " + path + " is full", cause)
        : new CommandFailure(ExitCode.FAILED, "can't use " + path + ": " + cause, cause);
  }
}
