package dev.gatehouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordFormatTest {
  @Test
  void write_minimalRecord_isTheFirstVector() {
    AuditRecord record = Records.minimal().build();

    assertThat(written(record)).isEqualTo(Vectors.text(Vectors.accepted().getFirst()));
  }

  @Test
  void write_everyMember_isTheSecondVector() {
    UUID id = UUID.fromString("019b7c1e-5d0e-7c3a-9f10-000000000002");
    UUID session = UUID.fromString("019b7c1e-0000-7000-8000-0000000000ff");
    AuditRecord record =
        AuditRecord.builder(
                id, Records.TIME, "monitrax", Records.TENANT, "session.signed_in", Outcome.REFUSED)
            .severity(Severity.WARN)
            .reason("password_wrong")
            .principal(Records.PERSON)
            .client("monitrax-web")
            .session(session)
            .target("session", session.toString())
            .request("01JGQ8Z5V7")
            .metadata("remembered", false)
            .metadata("attempt", 3)
            .metadata("method", "password")
            .personal(
                KeyName.ofPerson(Records.PERSON),
                PersonalBox.ofBase64url(Vectors.table("boxes.tsv").getFirst().get(5)))
            .build();

    assertThat(written(record)).isEqualTo(Vectors.text(Vectors.base()));
  }

  @Test
  void write_worstInputEverywhere_staysBelowTheLimitAndReadsBack() throws MalformedRecord {
    String worst = "\u0001".repeat(100_000);
    AuditRecord.Builder builder =
        Records.minimal()
            .client(worst)
            .request(worst)
            .target("t".repeat(64), worst)
            .reason("r".repeat(64))
            .principal(Records.PERSON)
            .session(Records.PERSON);
    for (int i = 0; i < Metadata.MOST; i++) {
      builder.metadata("k".repeat(62) + (char) ('a' + i % 26) + i / 26, worst);
    }
    PersonalFields fields = Records.worstFields();
    PersonalBox box =
        PersonalBox.seal(Records.filled(32, 1), Records.ID, fields, Records.filled(12, 2));
    AuditRecord record =
        builder
            .personal(KeyName.ofTenantDay(Records.TENANT, LocalDate.of(2026, 11, 22)), box)
            .build();

    byte[] bytes = RecordFormat.write(record);

    assertThat(bytes.length).isBetween(RecordFormat.LARGEST / 4, RecordFormat.LARGEST);
    assertThat(RecordFormat.read(bytes)).isEqualTo(record);
  }

  @Test
  void build_longText_isCutWithTheMark() {
    AuditRecord record = Records.minimal().metadata("long", "x".repeat(1025)).build();

    assertThat(text(record, "long")).hasSize(1024).endsWith("x…[cut]");
  }

  @Test
  void build_textOfExactlyTheLimit_isKept() {
    AuditRecord record = Records.minimal().metadata("long", "x".repeat(1024)).build();

    assertThat(text(record, "long")).isEqualTo("x".repeat(1024));
  }

  @Test
  void build_cutInsideAPair_dropsThePairWhole() {
    String text = "x".repeat(1017) + "😀".repeat(10);

    AuditRecord record = Records.minimal().metadata("long", text).build();

    assertThat(text(record, "long")).isEqualTo("x".repeat(1017) + "…[cut]");
  }

  @Test
  void build_metadataTooLargeTogether_cutsEveryTextAtTheSameLength() {
    AuditRecord.Builder builder = Records.minimal().metadata("short", "kept");
    for (int i = 0; i < 31; i++) {
      builder.metadata("k" + i, "€".repeat(1024));
    }
    AuditRecord record = builder.build();

    // 31 × 1024 and 31 × 512 three-byte characters are more than 32 KiB, 31 × 256 are not.
    assertThat(text(record, "k0")).hasSize(256).endsWith("€…[cut]");
    assertThat(text(record, "k30")).isEqualTo(text(record, "k0"));
    assertThat(text(record, "short")).isEqualTo("kept");
  }

  @Test
  void build_integerBeyondEveryReader_isKeptAsText() {
    AuditRecord record =
        Records.minimal()
            .metadata("max", Long.MAX_VALUE)
            .metadata("min", Long.MIN_VALUE)
            .metadata("edge", 9_007_199_254_740_991L)
            .build();

    assertThat(text(record, "max")).isEqualTo("9223372036854775807");
    assertThat(text(record, "min")).isEqualTo("-9223372036854775808");
    assertThat(record.metadata().entries().get("edge"))
        .isEqualTo(new Metadata.Value.OfInteger(9_007_199_254_740_991L));
  }

  @Test
  void build_nanoseconds_areDropped() {
    AuditRecord record =
        AuditRecord.builder(
                Records.ID,
                Instant.parse("2026-01-02T03:04:05.678901999Z"),
                "monitrax",
                Records.TENANT,
                "a.b",
                Outcome.SUCCESS)
            .build();

    assertThat(record.time()).isEqualTo(Records.TIME);
    assertThat(written(record)).contains("\"time\":\"2026-01-02T03:04:05.678901Z\"");
  }

  @Test
  void toString_ofHostileRecord_showsNothingAStrangerWrote() {
    AuditRecord record =
        Records.minimal().client("a\r\nb").target("client", "\u001b[2J").metadata("a", "x").build();

    assertThat(record.toString())
        .isEqualTo("AuditRecord[" + Records.ID + " session.signed_in success]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "session", "Session.signed_in", "session.", "a.b.c.d.e", "a.b\n"})
  void build_typeOfAnotherShape_throws(String type) {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            AuditRecord.builder(
                    Records.ID, Records.TIME, "monitrax", Records.TENANT, type, Outcome.SUCCESS)
                .build())
        .withMessageStartingWith("type \"");
  }

  @Test
  void build_metadataNameOfAnotherShape_throws() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Records.minimal().metadata("User", 1).build());
  }

  @Test
  void build_metadataNameTwice_throws() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Records.minimal().metadata("a", 1).metadata("a", 2))
        .withMessage("metadata \"a\" is given twice");
  }

  @Test
  void build_thirtyThreeEntries_throws() {
    AuditRecord.Builder builder = Records.minimal();
    for (int i = 0; i < 33; i++) {
      builder.metadata("k" + i, i);
    }

    assertThatIllegalArgumentException().isThrownBy(builder::build);
  }

  @Test
  void read_recordOver64KiB_isRefused() {
    byte[] bytes = new byte[RecordFormat.LARGEST + 1];
    Arrays.fill(bytes, (byte) ' ');

    assertThatThrownBy(() -> RecordFormat.read(bytes))
        .isInstanceOf(MalformedRecord.class)
        .hasMessage("byte 65536: the record is larger than 65536 bytes");
  }

  @Test
  void read_metadataOver32KiB_isRefused() {
    StringBuilder entries = new StringBuilder();
    for (int i = 10; i < 42; i++) {
      entries.append("\"k").append(i).append("\":\"").append("x".repeat(1020)).append("\",");
    }
    byte[] bytes =
        Vectors.edited(
            "\"attempt\":3,\"method\":\"password\",\"remembered\":false",
            entries.substring(0, entries.length() - 1));

    assertThatThrownBy(() -> RecordFormat.read(bytes))
        .isInstanceOf(MalformedRecord.class)
        .hasMessageEndingWith("metadata is larger than 32768 bytes");
  }

  private static String written(AuditRecord record) {
    return Vectors.text(RecordFormat.write(record));
  }

  private static String text(AuditRecord record, String name) {
    return record.metadata().entries().get(name) instanceof Metadata.Value.OfText(String text)
        ? text
        : "not text";
  }
}
