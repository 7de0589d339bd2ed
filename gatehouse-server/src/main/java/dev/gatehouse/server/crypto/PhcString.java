package dev.gatehouse.server.crypto;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stored Argon2id hash in the PHC string format: {@code $argon2id$v=19$m=7168,t=5,p=1$salt$hash},
 * base64 without padding. Reading bounds the cost, so a planted row can't ask for a gigabyte.
 */
final class PhcString {
  static final int SALT_LENGTH = 16;
  static final int HASH_LENGTH = 32;

  private static final Pattern SHAPE =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=([1-9]\\d{0,6}),t=([1-9]\\d{0,2}),p=([1-9]\\d?)"
              + "\\$([A-Za-z0-9+/]{22})\\$([A-Za-z0-9+/]{43})");
  private static final Base64.Encoder ENCODER = Base64.getEncoder().withoutPadding();

  private final Argon2Parameters parameters;
  private final byte[] salt;
  private final byte[] hash;

  PhcString(Argon2Parameters parameters, byte[] salt, byte[] hash) {
    this.parameters = parameters;
    this.salt = salt.clone();
    this.hash = hash.clone();
  }

  static Optional<PhcString> parse(String text) {
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      Argon2Parameters parameters =
          new Argon2Parameters(
              Integer.parseInt(matcher.group(1)),
              Integer.parseInt(matcher.group(2)),
              Integer.parseInt(matcher.group(3)));
      Base64.Decoder decoder = Base64.getDecoder();
      PhcString read =
          new PhcString(
              parameters, decoder.decode(matcher.group(4)), decoder.decode(matcher.group(5)));
      // the last characters carry bits that must be zero
      return read.toString().equals(text) ? Optional.of(read) : Optional.empty();
    } catch (IllegalArgumentException beyondBounds) {
      return Optional.empty();
    }
  }

  Argon2Parameters parameters() {
    return parameters;
  }

  byte[] salt() {
    return salt.clone();
  }

  boolean matches(byte[] computed) {
    return Digests.equal(hash, computed);
  }

  @Override
  public String toString() {
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            parameters.memoryKib(),
            parameters.iterations(),
            parameters.parallelism(),
            ENCODER.encodeToString(salt),
            ENCODER.encodeToString(hash));
  }
}
