package dev.gatehouse.server.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.server.kernel.Secret;
import java.security.InvalidKeyException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret that both makes and verifies tokens: HS256 (RFC 7518 §3.2). Whoever has it can make
 * tokens for everybody; it is never published.
 */
public final class SharedTokenKey {
  /** Its {@code alg}. */
  public static final String ALGORITHM = "HS256";

  private static final String JCA = "HmacSHA256";

  private final SecretKeySpec key;

  /**
   * The key of a configured secret.
   *
   * @throws WeakSecret when the secret could be guessed, or has less than 32 bytes
   */
  public SharedTokenKey(Secret secret) {
    SecretRules.check("the secret of access tokens", secret, 32);
    this.key = new SecretKeySpec(secret.reveal().getBytes(UTF_8), JCA);
  }

  byte[] mac(CryptoProviders providers, String signingInput) {
    try {
      Mac mac = providers.mac(JCA);
      mac.init(key);
      return mac.doFinal(signingInput.getBytes(US_ASCII));
    } catch (InvalidKeyException impossible) {
      throw new IllegalStateException("every secret is a key of HMAC", impossible);
    }
  }

  @Override
  public String toString() {
    return "[redacted]";
  }
}
