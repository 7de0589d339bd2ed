package dev.gatehouse.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The names of migrations: whatever lands last takes the next number. */
class MigrationFilesTest {
  private static final Path FOLDER =
      Path.of(
          System.getProperty("gatehouse.root", ".."),
          "gatehouse-server/src/main/resources/db/migration");

  @Test
  void migrations_areNumberedWithoutGapAndWithoutATwin() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<Integer> numbers =
          files
              .map(file ->
                  file.getFileName().toString().replaceAll("^V(\\d+)__[a-z_]+\\.sql$", "$1"))
              .map(Integer::valueOf)
              .sorted()
              .toList();
      assertThat(numbers).isEqualTo(Stream.iterate(1, it -> it + 1).limit(numbers.size()).toList());
    }
  }
}
