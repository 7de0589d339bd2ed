package dev.gatehouse.server.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * The 32 bytes from which every other symmetric key is derived (HKDF-SHA256, RFC 5869). Written as
 * base64, base64url or hexadecimal text. Guessable keys are refused with {@link WeakSecret}.
 */
public final class MasterKey {
  /** How many bytes a master key has. */
  public static final int LENGTH = 32;

  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");
  private static final byte[] SALT = "gatehouse master key v1".getBytes(US_ASCII);

  private final byte[] key;

  private MasterKey(byte[] key) {
    this.key = key;
  }

  /** A new random key. */
  public static MasterKey generate(Csprng random) {
    return new MasterKey(random.bytes(LENGTH));
  }

  /**
   * Reads the key's text.
   *
   * @param name what to call it in an error: the variable or the file
   * @throws WeakSecret when it is no key of 32 bytes, or a guessable one
   */
  public static MasterKey parse(String name, String text) {
    String trimmed = text.strip();
    if (trimmed.isEmpty()) {
      throw new WeakSecret(name, "is empty; put 32 random bytes there as base64 or hex");
    }
    if (SecretRules.isPlaceholder(trimmed)) {
      throw new WeakSecret(name, "is a placeholder; put 32 random bytes there as base64 or hex");
    }
    byte[] bytes = decode(name, trimmed);
    SecretRules.checkRandom(name, bytes);
    return new MasterKey(bytes);
  }

  /** Writes the key to a new file that only its owner may read; an existing file is left alone. */
  public void writeNew(Path file) throws IOException {
    var onlyOwner =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Files.createFile(file, onlyOwner);
    try {
      Files.writeString(file, text() + "\n", StandardOpenOption.WRITE, StandardOpenOption.SYNC);
    } catch (IOException full) {
      // half a key would be taken for a broken one at the next start, and never be made anew
      Files.deleteIfExists(file);
      throw full;
    }
  }

  /** A byte that tells two master keys apart without telling anything about them. */
  byte id() {
    return derive("key id", "RAW").getEncoded()[0];
  }

  /** The key for one purpose. */
  SecretKey derive(String label, String algorithm) {
    try {
      KDF hkdf = KDF.getInstance("HKDF-SHA256");
      return hkdf.deriveKey(
          algorithm,
          HKDFParameterSpec.ofExtract()
              .addIKM(key)
              .addSalt(SALT)
              .thenExpand(label.getBytes(UTF_8), LENGTH));
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("HKDF-SHA256 failed", broken);
    }
  }

  private String text() {
    return Base64.getEncoder().encodeToString(key);
  }

  private static byte[] decode(String name, String text) {
    if (HEX.matcher(text).matches()) {
      return HexFormat.of().parseHex(text);
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
    } catch (IllegalArgumentException malformed) {
      throw new WeakSecret(name, "is neither base64 nor hex; it must be 32 random bytes in either");
    }
    if (bytes.length != LENGTH) {
      throw new WeakSecret(
          name, "has " + bytes.length + " bytes; it must be exactly " + LENGTH + " random bytes");
    }
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MasterKey that && Digests.equal(key, that.key);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(Digests.sha256(key));
  }

  @Override
  public String toString() {
    return "[redacted]";
  }
}
