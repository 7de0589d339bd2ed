package dev.gatehouse.server.crypto;

import java.util.Base64;
import java.util.Optional;

/**
 * Base64url without padding (RFC 4648 §5), read strictly: one text for one value, so that a token
 * can't be written in two ways.
 */
public final class Base64Url {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

  private Base64Url() {}

  /** The text of the bytes. */
  public static String encode(byte[] bytes) {
    return ENCODER.encodeToString(bytes);
  }

  /** The bytes, or nothing for padding, white space, junk or bits set after the last byte. */
  public static Optional<byte[]> decode(String text) {
    try {
      byte[] bytes = DECODER.decode(text);
      // RFC 4648 §3.5: trailing bits must be zero; the decoder ignores them
      return encode(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
