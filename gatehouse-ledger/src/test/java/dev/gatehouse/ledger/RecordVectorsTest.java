package dev.gatehouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordVectorsTest {
  private static final HexFormat HEX = HexFormat.of();

  static List<byte[]> accepted() {
    return Vectors.accepted();
  }

  static List<List<String>> refused() {
    return Vectors.table("refused.tsv");
  }

  static List<List<String>> strings() {
    return Vectors.table("strings.tsv");
  }

  static List<List<String>> boxes() {
    return Vectors.table("boxes.tsv");
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void read_acceptedVector_isWrittenBackByteForByte(byte[] bytes) throws MalformedRecord {
    assertThat(Vectors.text(RecordFormat.write(RecordFormat.read(bytes))))
        .isEqualTo(Vectors.text(bytes));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void read_refusedVector_namesTheByteAndTheRule(List<String> row) {
    byte[] bytes = Vectors.edited(row.get(1), row.get(2));

    assertThatThrownBy(() -> RecordFormat.read(bytes))
        .isInstanceOfSatisfying(
            MalformedRecord.class,
            malformed ->
                assertThat(malformed.offset()).as("offset").isEqualTo(Integer.parseInt(row.get(3))))
        .hasMessage("byte " + row.get(3) + ": " + row.get(4));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("strings")
  void write_stringVector_hasItsCanonicalBytes(List<String> row) throws MalformedRecord {
    AuditRecord record = Records.minimal().metadata("s", units(row.get(1))).build();

    byte[] bytes = RecordFormat.write(record);

    assertThat(HEX.formatHex(bytes))
        .contains(
            HEX.formatHex(Vectors.utf8("{\"s\":")) + row.get(2) + HEX.formatHex(new byte[] {'}'}));
    assertThat(RecordFormat.read(bytes)).isEqualTo(record);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("boxes")
  void seal_boxVector_isTheBoxAndOpens(List<String> row) throws BoxRefused, MalformedRecord {
    byte[] key = HEX.parseHex(row.get(1));
    UUID recordId = UUID.fromString(row.get(2));
    PersonalFields fields = PersonalFields.read(Vectors.utf8(row.get(4)));

    PersonalBox sealed = PersonalBox.seal(key, recordId, fields, HEX.parseHex(row.get(3)));

    assertThat(sealed.base64url()).isEqualTo(row.get(5));
    assertThat(PersonalBox.ofBase64url(row.get(5)).open(key, recordId)).isEqualTo(fields);
    assertThat(Vectors.text(fields.bytes())).isEqualTo(row.get(4));
  }

  @Test
  void boxes_ofTheTable_standInAcceptedRecords() throws MalformedRecord {
    for (List<String> row : boxes()) {
      boolean found = false;
      for (byte[] bytes : Vectors.accepted()) {
        AuditRecord record = RecordFormat.read(bytes);
        found |=
            record
                .personal()
                .filter(personal -> personal.key().value().equals(row.get(0)))
                .filter(personal -> personal.box().base64url().equals(row.get(5)))
                .isPresent();
      }
      assertThat(found).as(row.get(0)).isTrue();
    }
  }

  private static String units(String hex) {
    StringBuilder text = new StringBuilder();
    for (String unit : hex.split(" ", -1)) {
      text.append((char) HexFormat.fromHexDigits(unit));
    }
    return text.toString();
  }
}
