package dev.gatehouse.server.crypto;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/**
 * Signatures that were checked and right: a token that comes again is not checked again, which
 * costs as much as all the rest of its verification. It remembers a digest of key, signed text and
 * signature together, so that nothing but the very same is found, and it says nothing about whether
 * the key is still published or the token still valid. Safe for many threads.
 */
public final class ProvedSignatures {
  private final Cache<ByteBuffer, Boolean> proved;

  private ProvedSignatures(int most) {
    this.proved = Caffeine.newBuilder().maximumSize(most).build();
  }

  /**
   * Remembers some.
   *
   * @param most how many; the least used are forgotten
   */
  public static ProvedSignatures remembering(int most) {
    return new ProvedSignatures(most);
  }

  /** Remembers nothing. */
  static ProvedSignatures none() {
    return new ProvedSignatures(0);
  }

  /** Whether it was right before, or is right as the check says now. */
  boolean isProved(
      VerificationKey key, String signingInput, byte[] signature, BooleanSupplier check) {
    ByteBuffer which =
        ByteBuffer.wrap(
            Digests.sha256(
                LengthPrefixed.join(
                    // RFC 7638: the key's own thumbprint
                    key.kid().getBytes(StandardCharsets.US_ASCII),
                    signingInput.getBytes(StandardCharsets.US_ASCII),
                    signature)));
    if (proved.getIfPresent(which) != null) {
      return true;
    }
    boolean right = check.getAsBoolean();
    if (right) {
      proved.put(which, true);
    }
    return right;
  }
}
