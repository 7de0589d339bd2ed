package dev.gatehouse.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The names of migrations: whatever lands last takes the next number. */
class MigrationFilesTest {
  private static final Path FOLDER =
      Path.of(
          System.getProperty("gatehouse.root", ".."),
          "gatehouse-server/src/main/resources/db/migration");

  @Test
  void migrations_haveNumbersOfTheirOwn() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.map(MigrationFilesTest::number)).isNotEmpty().doesNotHaveDuplicates();
    }
  }

  private static int number(Path file) {
    String name = file.getFileName().toString();
    assertThat(name).matches("V[1-9][0-9]*__[a-z_]+\\.sql");
    return Integer.parseInt(name.substring(1, name.indexOf("__")));
  }
}
