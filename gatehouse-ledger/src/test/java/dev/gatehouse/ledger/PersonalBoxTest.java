package dev.gatehouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonalBoxTest {
  private static final byte[] KEY = Records.filled(32, 0x11);
  private static final byte[] NONCE = Records.filled(12, 0x22);
  private static final PersonalFields FIELDS =
      PersonalFields.of(Map.of(PersonalFields.IP, "192.0.2.17", PersonalFields.NAME, "Zoë"));

  private final PersonalBox box = PersonalBox.seal(KEY, Records.ID, FIELDS, NONCE);

  @Test
  void open_sameKeyAndRecord_givesTheFields() throws BoxRefused {
    assertThat(box.open(KEY, Records.ID)).isEqualTo(FIELDS);
  }

  @Test
  void open_inAnotherRecord_isRefused() {
    UUID other = UUID.fromString("019b7c1e-5d0e-7c3a-9f10-000000000009");

    assertThatExceptionOfType(BoxRefused.class).isThrownBy(() -> box.open(KEY, other));
  }

  @Test
  void open_withAnotherKey_isRefused() {
    assertThatExceptionOfType(BoxRefused.class)
        .isThrownBy(() -> box.open(Records.filled(32, 0x12), Records.ID));
  }

  @Test
  void open_anyBitFlipped_isRefused() {
    byte[] bytes = Base64.getUrlDecoder().decode(box.base64url());
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      PersonalBox changed = PersonalBox.ofBase64url(base64url(flipped));

      assertThatExceptionOfType(BoxRefused.class)
          .as("bit %s", bit)
          .isThrownBy(() -> changed.open(KEY, Records.ID));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"ip\": \"192.0.2.17\"}",
        "{\"name\":\"a\",\"ip\":\"b\"}",
        "{\"ip\":1}",
        "{\"IP\":\"x\"}",
        "{\"ip\":{}}",
        "{\"ip\":\"x\"}}",
        "[\"192.0.2.17\"]",
        "no JSON at all"
      })
  void open_plaintextThatIsNotCanonical_isRefused(String plaintext) throws Exception {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE, new SecretKeySpec(KEY, "AES"), new GCMParameterSpec(128, NONCE));
    cipher.updateAAD(Vectors.utf8("gatehouse-ledger/v1/personal/" + Records.ID));
    byte[] ciphertext = cipher.doFinal(Vectors.utf8(plaintext));
    byte[] bytes = new byte[NONCE.length + ciphertext.length];
    System.arraycopy(NONCE, 0, bytes, 0, NONCE.length);
    System.arraycopy(ciphertext, 0, bytes, NONCE.length, ciphertext.length);
    PersonalBox made = PersonalBox.ofBase64url(base64url(bytes));

    assertThatThrownBy(() -> made.open(KEY, Records.ID))
        .isInstanceOf(BoxRefused.class)
        .hasMessage("the box holds no canonical personal fields")
        .hasCauseInstanceOf(MalformedRecord.class);
  }

  @ParameterizedTest
  @CsvSource({"0,12", "16,12", "31,12", "33,12", "32,0", "32,11", "32,16"})
  void seal_keyOrNonceOfAnotherLength_throws(int key, int nonce) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> PersonalBox.seal(new byte[key], Records.ID, FIELDS, Records.filled(nonce, 1)));
  }

  @Test
  void seal_hostileFields_neverExceedTheirSize() throws BoxRefused {
    PersonalFields worst = Records.worstFields();

    PersonalBox sealed = PersonalBox.seal(KEY, Records.ID, worst, NONCE);

    assertThat(worst.bytes().length).isLessThanOrEqualTo(PersonalFields.LARGEST_SIZE);
    assertThat(worst.values().values()).allMatch(value -> value.endsWith("…[cut]"));
    assertThat(sealed.open(KEY, Records.ID)).isEqualTo(worst);
  }

  @Test
  void toString_ofFieldsAndBox_showsNothingPersonal() {
    assertThat(FIELDS.toString()).isEqualTo("PersonalFields[ip, name]");
    assertThat(box.toString()).matches("PersonalBox\\[\\d+ bytes]");
  }

  @Test
  void seal_ofTheCallersArrays_leavesThemAlone() {
    assertThat(KEY).containsOnly(0x11);
    assertThat(NONCE).containsOnly(0x22);
  }

  private static String base64url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
