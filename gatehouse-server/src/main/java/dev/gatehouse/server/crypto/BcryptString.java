package dev.gatehouse.server.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * A stored bcrypt hash in OpenBSD's form: {@code $2b$12$}, 22 characters of salt, 31 of hash;
 * {@code $2y$} means the same. Only {@value BcryptParameters#MOST_BYTES} bytes of a password count,
 * so nothing longer is ever hashed.
 */
final class BcryptString {
  static final int SALT_LENGTH = 16;

  private static final String VERSION = "2b";
  private static final Pattern SHAPE =
      Pattern.compile("\\$2[by]\\$(\\d\\d)\\$([./A-Za-z0-9]{22})([./A-Za-z0-9]{31})");

  private final BcryptParameters parameters;
  private final byte[] salt;
  private final String text;

  private BcryptString(BcryptParameters parameters, byte[] salt, String text) {
    this.parameters = parameters;
    this.salt = salt;
    this.text = text;
  }

  static Optional<BcryptString> parse(String text) {
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new BcryptString(
              new BcryptParameters(Integer.parseInt(matcher.group(1))),
              BcryptBase64.decode(matcher.group(2)),
              text));
    } catch (IllegalArgumentException beyondBounds) {
      return Optional.empty();
    }
  }

  /**
   * A new one.
   *
   * @throws IllegalArgumentException for a password whose end bcrypt would ignore
   */
  static String of(BcryptParameters parameters, byte[] password, byte[] salt) {
    if (password.length > BcryptParameters.MOST_BYTES) {
      throw new IllegalArgumentException(
          "bcrypt ignores what follows " + BcryptParameters.MOST_BYTES + " bytes");
    }
    return OpenBSDBCrypt.generate(VERSION, password, salt, parameters.cost());
  }

  /** The hash of no password, to be compared with at the same cost. */
  static BcryptString ofNobody(BcryptParameters parameters, byte[] salt) {
    return new BcryptString(parameters, salt, "$2b$");
  }

  byte[] salt() {
    return salt.clone();
  }

  BcryptParameters parameters() {
    return parameters;
  }

  /** Whether the password is the one, at the cost of one hash however long it is. */
  boolean matches(byte[] password) {
    byte[] counted =
        Arrays.copyOf(password, Math.min(password.length, BcryptParameters.MOST_BYTES));
    try {
      String computed = of(parameters, counted, salt);
      boolean same = Digests.equal(afterVersion(computed), afterVersion(text));
      return same && password.length <= BcryptParameters.MOST_BYTES;
    } finally {
      Arrays.fill(counted, (byte) 0);
    }
  }

  private static byte[] afterVersion(String hash) {
    return hash.substring(VERSION.length() + 1).getBytes(StandardCharsets.US_ASCII);
  }
}
