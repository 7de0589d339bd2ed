package dev.gatehouse.server.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 and comparison in constant time. */
public final class Digests {
  private Digests() {}

  /**
   * SHA-256 over the parts, one after the other. The parts carry no lengths: use it where at most
   * one part varies in length, {@link Macs} otherwise.
   */
  public static byte[] sha256(byte[]... parts) {
    MessageDigest digest = newDigest("SHA-256");
    for (byte[] part : parts) {
      digest.update(part);
    }
    return digest.digest();
  }

  /** SHA-512 of the whole. */
  public static byte[] sha512(byte[] text) {
    return newDigest("SHA-512").digest(text);
  }

  /** Whether both are the same, in time that does not depend on where they differ. */
  public static boolean equal(byte[] one, byte[] other) {
    return MessageDigest.isEqual(one, other);
  }

  private static MessageDigest newDigest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException("every Java runtime has " + name, absent);
    }
  }
}
