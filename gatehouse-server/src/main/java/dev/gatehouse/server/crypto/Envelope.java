package dev.gatehouse.server.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.EnumMap;
import java.util.Map;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Sealing under the master key with AES-256-GCM: {@code version 1 ‖ key id 1 ‖ nonce 12 ‖
 * ciphertext and tag}. The key is the purpose's own; purpose and context (table, row, column: where
 * the value belongs) are authenticated, so a sealed value opens only in the place it was sealed
 * for.
 */
public final class Envelope {
  private static final byte VERSION = 1;
  private static final int HEADER_LENGTH = 2;
  private static final int NONCE_LENGTH = 12;
  private static final int TAG_LENGTH = 16;

  private final CryptoProviders providers;
  private final Csprng random;
  private final byte keyId;
  private final Map<Purpose, SecretKey> keys = new EnumMap<>(Purpose.class);

  public Envelope(CryptoProviders providers, Csprng random, MasterKey masterKey) {
    this.providers = providers;
    this.random = random;
    this.keyId = masterKey.id();
    for (Purpose purpose : Purpose.values()) {
      keys.put(purpose, masterKey.derive("seal/" + purpose.label(), "AES"));
    }
  }

  /** Seals the bytes for one purpose and place. */
  public byte[] seal(Purpose purpose, byte[] context, byte[] plain) {
    // 96 random bits: safe below 2^32 values a purpose (NIST SP 800-38D §8.3)
    byte[] nonce = random.bytes(NONCE_LENGTH);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, purpose, context, nonce);
      byte[] ciphertext = cipher.doFinal(plain);
      return ByteBuffer.allocate(HEADER_LENGTH + NONCE_LENGTH + ciphertext.length)
          .put(VERSION)
          .put(keyId)
          .put(nonce)
          .put(ciphertext)
          .array();
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("AES-GCM failed to seal", broken);
    }
  }

  /**
   * Opens what {@link #seal} made with the same purpose and context.
   *
   * @throws SealBroken when it was changed, belongs elsewhere or is of another master key
   */
  public byte[] open(Purpose purpose, byte[] context, byte[] sealed) {
    if (sealed.length < HEADER_LENGTH + NONCE_LENGTH + TAG_LENGTH || sealed[0] != VERSION) {
      throw new SealBroken("not a sealed value of a version known here");
    }
    if (sealed[1] != keyId) {
      throw new SealBroken(
          "sealed under another master key; start with the one it was sealed under");
    }
    byte[] nonce = new byte[NONCE_LENGTH];
    ByteBuffer.wrap(sealed, HEADER_LENGTH, NONCE_LENGTH).get(nonce);
    int start = HEADER_LENGTH + NONCE_LENGTH;
    try {
      return cipher(Cipher.DECRYPT_MODE, purpose, context, nonce)
          .doFinal(sealed, start, sealed.length - start);
    } catch (AEADBadTagException changed) {
      throw new SealBroken("changed since it was sealed, or sealed for another place");
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("AES-GCM failed to open", broken);
    }
  }

  private Cipher cipher(int mode, Purpose purpose, byte[] context, byte[] nonce)
      throws GeneralSecurityException {
    Cipher cipher = providers.cipher("AES/GCM/NoPadding");
    cipher.init(mode, key(purpose), new GCMParameterSpec(TAG_LENGTH * 8, nonce));
    cipher.updateAAD(new byte[] {VERSION, keyId});
    cipher.updateAAD(LengthPrefixed.join(purpose.label().getBytes(UTF_8), context));
    return cipher;
  }

  private SecretKey key(Purpose purpose) {
    SecretKey key = keys.get(purpose);
    if (key == null) {
      throw new IllegalStateException("no key for " + purpose);
    }
    return key;
  }
}
