package dev.gatehouse.server.oauth.code;

import dev.gatehouse.server.crypto.Digests;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** The one transformation of RFC 7636 that is offered: S256. */
public final class Pkce {
  /** The name of the method. */
  public static final String METHOD = "S256";

  // RFC 7636 §4.2: BASE64URL of 32 bytes, without padding
  private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
  // RFC 7636 §4.1: 43*128unreserved
  private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

  private Pkce() {}

  public static boolean isChallenge(String text) {
    return CHALLENGE.matcher(text).matches();
  }

  public static boolean isVerifier(String text) {
    return VERIFIER.matcher(text).matches();
  }

  /** RFC 7636 §4.6: whether the challenge was made from the verifier. */
  public static boolean matches(String challenge, String verifier) {
    byte[] digest = Digests.sha256(verifier.getBytes(StandardCharsets.US_ASCII));
    String computed = Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    return Digests.equal(
        computed.getBytes(StandardCharsets.US_ASCII),
        challenge.getBytes(StandardCharsets.US_ASCII));
  }
}
