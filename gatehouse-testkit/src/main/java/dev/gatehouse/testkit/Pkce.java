package dev.gatehouse.testkit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A fresh pair of RFC 7636, as a client makes it.
 *
 * @param verifier 43 characters of 256 random bits
 * @param challenge the S256 transformation of it
 */
public record Pkce(String verifier, String challenge) {

  public static final String METHOD = "S256";

  public static Pkce s256() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    return s256(base64Url(random));
  }

  /** RFC 7636 §4.2: BASE64URL(SHA256(ASCII(code_verifier))). */
  public static Pkce s256(String verifier) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return new Pkce(verifier, base64Url(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String base64Url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
