package dev.gatehouse.server.crypto;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.testkit.PrivateAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files of certificate authorities are taken. */
class TrustedAuthoritiesTest {
  @TempDir private Path folder;

  private static void expectRefused(Path file, String why) {
    assertThatThrownBy(() -> TrustedAuthorities.with(Optional.of(file)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessage("the file of certificate authorities, " + file + ", " + why);
  }

  @Test
  void file_withSeveralAuthorities_isTaken() throws IOException {
    Path first = PrivateAuthority.in(Files.createDirectory(folder.resolve("first"))).pem();
    Path second = PrivateAuthority.in(Files.createDirectory(folder.resolve("second"))).pem();
    Path both = folder.resolve("both.pem");
    Files.writeString(both, Files.readString(first) + Files.readString(second));
    assertThatCode(() -> TrustedAuthorities.with(Optional.of(both)).context())
        .doesNotThrowAnyException();
  }

  @Test
  void file_thatIsNotThere_isRefused() {
    expectRefused(folder.resolve("none.pem"), "can't be read");
    expectRefused(folder, "can't be read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n \n"})
  void file_withNothingInIt_isRefused(String text) throws IOException {
    expectRefused(Files.writeString(folder.resolve("empty.pem"), text), "holds no certificate");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no certificate",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\nMIIB"
      })
  void file_withSomethingElse_isRefused(String text) throws IOException {
    expectRefused(
        Files.writeString(folder.resolve("junk.pem"), text), "holds what is no certificate in PEM");
  }

  @Test
  void file_withAServersCertificate_isRefused() {
    Path server = PrivateAuthority.in(folder).pemOf("dns:app.example");
    expectRefused(server, "holds a certificate that is no authority's");
  }

  @Test
  void file_thatIsTooLarge_isRefused() throws IOException {
    Path large = Files.writeString(folder.resolve("large.pem"), " ".repeat(1024 * 1024 + 1));
    expectRefused(large, "is larger than 1 MiB");
  }
}
