package dev.gatehouse.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.postgres.PostgresFailure.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresBinariesTest {

  @TempDir private Path cache;

  /** What each of the two processes does. */
  static final class Unpack {
    private Unpack() {}

    static void main(String[] arguments) {
      PostgresBinaries.unpackedIn(Path.of(arguments[0]), _ -> {});
    }
  }

  @Test
  void unpackedIn_twoProcessesAtOnce_oneWholeTree() throws Exception {
    List<Process> both = List.of(startUnpacking(), startUnpacking());
    for (Process process : both) {
      assertThat(process.waitFor()).isZero();
    }

    assertThat(names(cache)).hasSize(2).anyMatch(name -> name.endsWith(".lock"));
    PostgresBinaries binaries = PostgresBinaries.unpackedIn(cache, _ -> {});
    assertThat(Path.of(binaries.program("postgres"))).isExecutable();
    assertThat(binaries.home().resolve("lib/libpq.so")).isSymbolicLink();
    assertThat(binaries.home().resolve("share/postgresql/postgres.bki")).isNotEmptyFile();
  }

  @ParameterizedTest
  @CsvSource({"Mac OS X, aarch64", "Windows 11, amd64", "Linux, riscv64"})
  void requireSupported_otherPlatform_namesTheWayOut(String system, String machine) {
    assertThatThrownBy(() -> PostgresBinaries.requireSupported(system, machine))
        .isInstanceOfSatisfying(
            PostgresFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(Kind.UNSUPPORTED_PLATFORM))
        .hasMessageContaining("set GATEHOUSE_DATABASE_URL");
  }

  @ParameterizedTest
  @CsvSource({"amd64, AMD64", "x86_64, AMD64", "aarch64, ARM64", "arm64, ARM64"})
  void architecture_isOfTheMachine_underEitherOfItsNames(String machine, String name) {
    assertThat(PostgresBinaries.architecture("Linux", machine)).hasToString(name);
  }

  @Test
  void fullDisk_isToldFromOtherFailures() {
    PostgresFailure full =
        new PostgresFailure(
            Kind.INITIALISATION_FAILED,
            "initdb failed:\n  could not write: No space left on device");
    assertThat(full.kind()).isEqualTo(Kind.NO_SPACE);
    assertThat(full).hasMessageStartingWith("the disk is full");
    assertThat(new PostgresFailure(Kind.BUSY, "busy").kind()).isEqualTo(Kind.BUSY);
  }

  private Process startUnpacking() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Unpack.class.getName(),
            cache.toString())
        .inheritIO()
        .start();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
