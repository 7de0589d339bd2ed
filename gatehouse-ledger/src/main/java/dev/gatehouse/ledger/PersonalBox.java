package dev.gatehouse.ledger;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Personal fields sealed for one record: nonce (12 bytes), then AES-256-GCM ciphertext and tag (16
 * bytes) of their canonical bytes. The associated data names the format and the record, so a box
 * opens in no other record.
 */
public final class PersonalBox {
  /** Length of a key, in bytes. */
  public static final int KEY_BYTES = 32;

  /** Length of a nonce, in bytes. */
  public static final int NONCE_BYTES = 12;

  private static final int TAG_BYTES = 16;
  private static final int SMALLEST = NONCE_BYTES + "{}".length() + TAG_BYTES;
  private static final int LARGEST = NONCE_BYTES + PersonalFields.LARGEST_SIZE + TAG_BYTES;
  private static final String CONTEXT = "gatehouse-ledger/v1/personal/";

  private final byte[] bytes;

  private PersonalBox(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Seals the fields for the record of that id.
   *
   * @param key 32 bytes
   * @param recordId the record the box will stand in
   * @param nonce 12 random bytes, never used before with this key (NIST SP 800-38D §8.3: at most
   *     2^32 random nonces a key)
   * @throws IllegalArgumentException when key or nonce has another length
   */
  public static PersonalBox seal(byte[] key, UUID recordId, PersonalFields fields, byte[] nonce) {
    checkLength("key", key, KEY_BYTES);
    checkLength("nonce", nonce, NONCE_BYTES);
    byte[] plaintext = fields.bytes();
    try {
      byte[] box = Arrays.copyOf(nonce, NONCE_BYTES + plaintext.length + TAG_BYTES);
      cipher(Cipher.ENCRYPT_MODE, key, recordId, nonce)
          .doFinal(plaintext, 0, plaintext.length, box, NONCE_BYTES);
      return new PersonalBox(box);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM can't encrypt here", e);
    } finally {
      Arrays.fill(plaintext, (byte) 0);
    }
  }

  /**
   * Opens the box as the one of that record.
   *
   * @param key 32 bytes
   * @param recordId the record the box was found in
   * @throws BoxRefused when it was sealed under another key or for another record, or was changed,
   *     or holds anything but canonical personal fields
   * @throws IllegalArgumentException when the key has another length
   */
  public PersonalFields open(byte[] key, UUID recordId) throws BoxRefused {
    checkLength("key", key, KEY_BYTES);
    byte[] nonce = Arrays.copyOf(bytes, NONCE_BYTES);
    try {
      byte[] plaintext =
          cipher(Cipher.DECRYPT_MODE, key, recordId, nonce)
              .doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
      return PersonalFields.read(plaintext);
    } catch (AEADBadTagException e) {
      throw new BoxRefused("the box is of another key or record, or was changed", e);
    } catch (MalformedRecord e) {
      throw new BoxRefused("the box holds no canonical personal fields", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM can't decrypt here", e);
    }
  }

  private static Cipher cipher(int mode, byte[] key, UUID recordId, byte[] nonce)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
    cipher.updateAAD((CONTEXT + recordId).getBytes(StandardCharsets.US_ASCII));
    return cipher;
  }

  private static void checkLength(String what, byte[] bytes, int length) {
    if (bytes.length != length) {
      throw new IllegalArgumentException(
          "the " + what + " has " + bytes.length + " bytes, not " + length);
    }
  }

  /** The box as it stands in a record: base64url without padding (RFC 4648 §5). */
  public String base64url() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * Takes a box from its text in a record.
   *
   * @throws IllegalArgumentException when it is not base64url in its only form, or too short or
   *     long
   */
  public static PersonalBox ofBase64url(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the box is not base64url", e);
    }
    PersonalBox box = new PersonalBox(bytes);
    // RFC 4648 §3.2 and §3.5: no padding, and the bits left over are zero.
    if (!box.base64url().equals(text)) {
      throw new IllegalArgumentException("the box is not base64url in its shortest form");
    }
    if (bytes.length < SMALLEST || bytes.length > LARGEST) {
      throw new IllegalArgumentException(
          "the box has " + bytes.length + " bytes, not " + SMALLEST + " to " + LARGEST);
    }
    return box;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PersonalBox box && Arrays.equals(bytes, box.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "PersonalBox[" + bytes.length + " bytes]";
  }
}
