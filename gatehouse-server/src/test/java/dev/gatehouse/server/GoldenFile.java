package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that is generated and reviewed: the test fails when the two differ, and says how to
 * update.
 */
public final class GoldenFile {
  private static final Path ROOT = Path.of(System.getProperty("gatehouse.root", ".."));

  private GoldenFile() {}

  /**
   * Compares, or writes when {@code GATEHOUSE_UPDATE_GOLDEN} is set.
   *
   * @param path from the root of the project
   */
  public static void check(String path, String actual) throws IOException {
    Path file = ROOT.resolve(path);
    if (System.getenv("GATEHOUSE_UPDATE_GOLDEN") != null) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, actual);
      return;
    }
    assertThat(Files.exists(file) ? Files.readString(file) : "")
        .as(path + " is stale; update it with: GATEHOUSE_UPDATE_GOLDEN=1 ./gatehouse check")
        .isEqualTo(actual);
  }
}
