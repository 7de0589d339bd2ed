package dev.gatehouse.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Where the project and what Maven built of it lie. */
final class Project {
  private static final Path ROOT =
      Path.of(Objects.requireNonNullElse(System.getProperty("gatehouse.root"), ".."))
          .toAbsolutePath()
          .normalize();

  private Project() {}

  static Path root() {
    return ROOT;
  }

  /** The script that is the product's one command. */
  static Path command() {
    return ROOT.resolve("gatehouse");
  }

  /** Scratch space of this module. */
  static Path target() {
    return ROOT.resolve("e2e/target");
  }

  /** The folder of the scripts that need Node, with their locked packages. */
  static Path node() {
    return ROOT.resolve("e2e/src/test/node");
  }

  /**
   * A folder as {@code ./gatehouse} makes it of a build, with the class paths of what this Maven
   * run has packaged: the tests begin while that build still goes on.
   */
  static Path built() {
    Path folder = target().resolve("built");
    try {
      Files.createDirectories(folder);
      for (String module : List.of("launcher", "server")) {
        Files.writeString(folder.resolve(module + ".classpath"), classPath("gatehouse-" + module));
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String classPath(String module) throws IOException {
    Path target = ROOT.resolve(module).resolve("target");
    Path dependencies = target.resolve("runtime-classpath");
    if (!Files.isRegularFile(dependencies)) {
      throw new IllegalStateException(
          module + " isn't packaged; run ./mvnw -pl gatehouse-launcher,e2e -am verify");
    }
    try (Stream<Path> jars = Files.list(target)) {
      Path jar =
          jars.filter(file -> file.getFileName().toString().matches(module + "-[0-9].*\\.jar"))
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("no jar of " + module));
      return jar + ":" + Files.readString(dependencies).strip() + "\n";
    }
  }
}
