package dev.gatehouse.server.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.testkit.Attack;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Attack("P10")
class MasterKeyTest {
  private static final Csprng RANDOM = new Csprng(CryptoProviders.jdk());
  private static final byte[] KEY =
      HexFormat.of().parseHex("9f1c3a7755e2d80b46ab91f0c2647e8d13b5f86a2c7790ee41dd0a63b8f25c97");

  @TempDir Path directory;

  @Test
  void parse_sameBytesInEachSpelling_isTheSameKey() {
    MasterKey key = MasterKey.parse("k", HexFormat.of().formatHex(KEY));
    assertThat(MasterKey.parse("k", HexFormat.of().withUpperCase().formatHex(KEY))).isEqualTo(key);
    assertThat(MasterKey.parse("k", Base64.getEncoder().encodeToString(KEY) + "\n")).isEqualTo(key);
    assertThat(MasterKey.parse("k", Base64.getUrlEncoder().encodeToString(KEY))).isEqualTo(key);
    assertThat(MasterKey.parse("k", Base64.getUrlEncoder().withoutPadding().encodeToString(KEY)))
        .isEqualTo(key)
        .hasSameHashCodeAs(key)
        .hasToString("[redacted]");
  }

  static Stream<Arguments> weak() {
    Base64.Encoder base64 = Base64.getEncoder();
    byte[] counting = new byte[32];
    byte[] same = new byte[32];
    byte[] pairs = new byte[32];
    for (int i = 0; i < 32; i++) {
      counting[i] = (byte) (i + 100);
      same[i] = (byte) 0xa7;
      pairs[i] = (byte) (i % 2 == 0 ? 0xde : 0x91);
    }
    return Stream.of(
        Arguments.of("", "is empty"),
        Arguments.of("   \n", "is empty"),
        Arguments.of("changeme", "is a placeholder"),
        Arguments.of("CHANGE-ME-CHANGE-ME-CHANGE-ME-12", "is a placeholder"),
        Arguments.of("my super s3cret master key value", "is a placeholder"),
        Arguments.of("${GATEHOUSE_MASTER_KEY}", "is a placeholder"),
        Arguments.of(base64.encodeToString(new byte[32]), "is a pattern"),
        Arguments.of("0".repeat(64), "is a pattern"),
        Arguments.of(base64.encodeToString(same), "is a pattern"),
        Arguments.of(base64.encodeToString(pairs), "is a pattern"),
        Arguments.of(base64.encodeToString(counting), "is"),
        Arguments.of("f0e1d2c3b4a59687".repeat(4), "is a pattern"),
        Arguments.of(
            base64.encodeToString("the quick brown fox jumps over t".getBytes(US_ASCII)),
            "is text, not random bytes"),
        Arguments.of(base64.encodeToString(new byte[16]), "has 16 bytes"),
        Arguments.of(HexFormat.of().formatHex(KEY).substring(2), "has 46 bytes"),
        Arguments.of(base64.encodeToString(KEY) + "AAAA", "neither base64 nor hex"),
        Arguments.of("???", "neither base64 nor hex"));
  }

  @ParameterizedTest
  @MethodSource("weak")
  void parse_guessableOrWrong_refusesInPlainWordsWithoutTheValue(String text, String problem) {
    assertThatThrownBy(() -> MasterKey.parse("GATEHOUSE_MASTER_KEY", text))
        .isInstanceOf(WeakSecret.class)
        .hasMessageStartingWith("GATEHOUSE_MASTER_KEY: ")
        .hasMessageContaining(problem)
        .message()
        .doesNotContain(text.isBlank() ? "\u0000" : text + "!");
  }

  @Test
  void generate_thousandKeys_passesItsOwnRules() {
    for (int i = 0; i < 1000; i++) {
      String text = Base64.getEncoder().encodeToString(RANDOM.bytes(32));
      assertThat(MasterKey.parse("k", text)).isNotNull();
      SecretRules.check("k", Secret.of(Base64Url.encode(RANDOM.bytes(24))), 32);
      SecretRules.check("k", Secret.of(HexFormat.of().formatHex(RANDOM.bytes(32))), 32);
    }
  }

  @Test
  void writeNew_thenLoad_isOwnerOnlyAndNeverOverwrites() throws IOException {
    MasterKey key = MasterKey.generate(RANDOM);
    Path file = directory.resolve("master.key");
    key.writeNew(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(source(file).load()).isEqualTo(key);
    assertThatThrownBy(() -> MasterKey.generate(RANDOM).writeNew(file))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(source(file).load()).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rwx------", "rw--w----", "rw-rw-rw-"})
  void load_fileOpenToOthers_isRefused(String mode) throws IOException {
    Path file = directory.resolve("master.key");
    MasterKey.generate(RANDOM).writeNew(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    assertThatThrownBy(() -> source(file).load())
        .isInstanceOf(WeakSecret.class)
        .hasMessageContaining("chmod 600");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
    assertThat(source(file).load()).isNotNull();
  }

  @Test
  void load_fileAbsentOrDirectoryOrHuge_isRefused() throws IOException {
    Path absent = directory.resolve("absent");
    assertThatThrownBy(() -> source(absent).load()).hasMessage(absent + ": does not exist");
    Path huge = directory.resolve("huge");
    Files.writeString(huge, "a".repeat(5000));
    Files.setPosixFilePermissions(huge, PosixFilePermissions.fromString("rw-------"));
    assertThatThrownBy(() -> source(huge).load()).hasMessage(huge + ": is no file with a key");
  }

  @Test
  void load_severalPlaces_takesFileThenVariableThenSecretsDirectory() throws IOException {
    String text = Base64.getEncoder().encodeToString(KEY);
    MasterKey key = MasterKey.parse("k", text);
    Path file = directory.resolve("master.key");
    MasterKey inFile = MasterKey.generate(RANDOM);
    inFile.writeNew(file);
    Map<String, String> variables = Map.of("GATEHOUSE_MASTER_KEY", text);
    assertThat(new MasterKeySource(Optional.of(file), variables, Optional.empty()).load())
        .isEqualTo(inFile);
    assertThat(new MasterKeySource(Optional.empty(), variables, Optional.of(directory)).load())
        .isEqualTo(key);

    Path mounted = directory.resolve("master-key");
    Files.writeString(mounted, text);
    MasterKeySource secrets =
        new MasterKeySource(Optional.empty(), Map.of(), Optional.of(directory));
    Files.setPosixFilePermissions(mounted, PosixFilePermissions.fromString("r--r--r--"));
    assertThat(secrets.load()).isEqualTo(key);
    Files.setPosixFilePermissions(mounted, PosixFilePermissions.fromString("rw-rw-r--"));
    assertThatThrownBy(secrets::load).hasMessageContaining("others may write it");
  }

  @Test
  void load_nothingConfigured_saysHow() {
    assertThatThrownBy(
            () -> new MasterKeySource(Optional.empty(), Map.of(), Optional.empty()).load())
        .isInstanceOf(WeakSecret.class)
        .hasMessageContaining("GATEHOUSE_MASTER_KEY");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "short",
        "0123456789abcdef0123456789abcde",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "abcdefghijklmnopqrstuvwxyz012345",
        "changeme-changeme-changeme-changeme",
        "my-super-s3cr3t-key-for-production-use",
        "this.is.only.an.example.value.here",
        "x7Qk2mX9vB4tx7Qk2mX9vB4tx7Qk2mX9vB4t",
        "P@ssw0rdP-which-is-long-enough-now"
      })
  void check_weakSecret_isRefused(String text) {
    assertThatThrownBy(() -> SecretRules.check("client secret", Secret.of(text), 32))
        .isInstanceOf(WeakSecret.class)
        .hasMessageStartingWith("client secret: ");
  }

  private static MasterKeySource source(Path file) {
    return new MasterKeySource(Optional.of(file), Map.of(), Optional.empty());
  }
}
