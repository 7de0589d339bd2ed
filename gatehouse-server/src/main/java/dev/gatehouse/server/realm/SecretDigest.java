package dev.gatehouse.server.realm;

import dev.gatehouse.server.crypto.Digests;
import dev.gatehouse.server.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** SHA-256 of a random secret: enough to recognise it, too little to use it. */
public final class SecretDigest {
  private final byte[] sha256;

  private SecretDigest(byte[] sha256) {
    this.sha256 = sha256;
  }

  /** The digest of a secret. */
  public static SecretDigest of(Secret secret) {
    return new SecretDigest(Digests.sha256(secret.reveal().getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * A digest that was kept.
   *
   * @param sha256 32 bytes
   */
  public static SecretDigest ofBytes(byte[] sha256) {
    if (sha256.length != 32) {
      throw new IllegalArgumentException("a SHA-256 digest has 32 bytes");
    }
    return new SecretDigest(sha256.clone());
  }

  /** Whether the secret is the one; both digests have one length, so time says nothing. */
  public boolean matches(Secret given) {
    return Digests.equal(sha256, of(given).sha256);
  }

  /** The 32 bytes, to be kept. */
  public byte[] bytes() {
    return sha256.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SecretDigest digest && Digests.equal(sha256, digest.sha256);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sha256);
  }

  @Override
  public String toString() {
    return "[digest]";
  }
}
