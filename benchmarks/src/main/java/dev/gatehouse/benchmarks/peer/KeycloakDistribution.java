package dev.gatehouse.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Keycloak's files, unpacked and built for production once.
 *
 * @param home the folder with {@code bin}
 */
public record KeycloakDistribution(String version, Path home) {
  private static final Pattern ARCHIVE =
      Pattern.compile("keycloak-quarkus-dist-([0-9][0-9A-Za-z.]*)\\.tar\\.gz");
  private static final long NEEDED_MEGABYTES = 1500;

  private static final List<String> BUILD = List.of("build", "--db=postgres");

  /**
   * Makes the one in the folder ready.
   *
   * @param folder holds one archive, as Maven Central has it
   */
  public static KeycloakDistribution prepare(Path folder, Consumer<String> progress) {
    Path archive = archive(folder);
    Matcher name = ARCHIVE.matcher(archive.getFileName().toString());
    if (!name.matches()) {
      throw new IllegalStateException(archive.toString());
    }
    String version = name.group(1);
    KeycloakDistribution distribution =
        new KeycloakDistribution(version, folder.resolve("keycloak-" + version));
    if (!Files.exists(distribution.marker())) {
      requireSpace(folder);
      progress.accept("unpacking Keycloak " + version);
      run(folder, List.of("tar", "-xzf", archive.toString()));
      progress.accept("building Keycloak " + version + " for production");
      distribution.build();
    }
    return distribution;
  }

  private static Path archive(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> ARCHIVE.matcher(file.getFileName().toString()).matches())
          .findFirst()
          .orElseThrow(() -> new PeerFailure("there is no Keycloak distribution in " + folder));
    } catch (IOException e) {
      throw new PeerFailure("there is no Keycloak distribution in " + folder, e);
    }
  }

  private static void requireSpace(Path folder) {
    try {
      long free = Files.getFileStore(folder).getUsableSpace() / (1024 * 1024);
      if (free < NEEDED_MEGABYTES) {
        throw new PeerFailure(
            "Keycloak needs %d MB of disk below %s and %d MB are free"
                .formatted(NEEDED_MEGABYTES, folder, free));
      }
    } catch (IOException e) {
      throw new PeerFailure("the free space of " + folder + " is unknown: " + e.getMessage(), e);
    }
  }

  /** Stands once the build has ended well. */
  private Path marker() {
    return home.resolve("built-for-benchmarks");
  }

  private void build() {
    List<String> command = new ArrayList<>(List.of(program()));
    command.addAll(BUILD);
    run(home, command);
    try {
      Files.writeString(marker(), String.join(" ", BUILD));
    } catch (IOException e) {
      throw new PeerFailure("can't write " + marker() + ": " + e.getMessage(), e);
    }
  }

  String program() {
    return home.resolve("bin/kc.sh").toString();
  }

  private static void run(Path folder, List<String> command) {
    try {
      Path log = Files.createTempFile(folder, "command-", ".log");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      int code = builder.start().waitFor();
      String said = Files.readString(log);
      Files.delete(log);
      if (code != 0) {
        throw new PeerFailure(
            String.join(" ", command) + " ended with " + code + ":\n" + lastLines(said));
      }
    } catch (IOException e) {
      throw new PeerFailure(String.join(" ", command) + " can't be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerFailure("interrupted", e);
    }
  }

  static String lastLines(String text) {
    List<String> lines = text.lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
  }
}
