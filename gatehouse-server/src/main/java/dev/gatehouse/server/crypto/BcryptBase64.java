package dev.gatehouse.server.crypto;

import java.util.Base64;

/** The alphabet of bcrypt's salts: that of Base64 in another order. */
final class BcryptBase64 {
  private static final String THEIRS =
      "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final String STANDARD =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  private BcryptBase64() {}

  static byte[] decode(String text) {
    StringBuilder standard = new StringBuilder();
    text.chars().forEach(c -> standard.append(STANDARD.charAt(THEIRS.indexOf(c))));
    return Base64.getDecoder().decode(standard.toString());
  }
}
