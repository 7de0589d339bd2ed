package dev.gatehouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportReaderTest {
  private static final int PERSONAL_LINE = 1;

  @Test
  void next_acceptedVectors_givesEachRecordWithItsLine() throws Exception {
    List<ExportedRecord> records = all(ExportReader.of(export(Vectors.accepted())));

    assertThat(records).hasSameSizeAs(Vectors.accepted());
    for (int i = 0; i < records.size(); i++) {
      assertThat(records.get(i).line()).isEqualTo(i + 1);
      assertThat(RecordFormat.write(records.get(i).record())).isEqualTo(Vectors.accepted().get(i));
    }
  }

  @Test
  void next_emptyExport_hasNoRecords() throws Exception {
    assertThat(all(ExportReader.of(export(List.of())))).isEmpty();
  }

  @Test
  void next_keysThere_opensPersonalFields() throws Exception {
    Map<String, byte[]> keys = new TreeMap<>();
    Vectors.table("boxes.tsv")
        .forEach(row -> keys.put(row.get(0), HexFormat.of().parseHex(row.get(1))));

    List<ExportedRecord> records =
        all(
            ExportReader.of(
                export(Vectors.accepted()), name -> Optional.ofNullable(keys.get(name.value()))));

    assertThat(records.getFirst().personal()).isEqualTo(new PersonalReading.Absent());
    assertThat(records.get(PERSONAL_LINE).personal())
        .isInstanceOfSatisfying(
            PersonalReading.Opened.class,
            opened -> assertThat(opened.fields().value("ip")).hasValue("192.0.2.17"));
  }

  @Test
  void next_keyDestroyed_saysErased() throws Exception {
    List<ExportedRecord> records =
        all(ExportReader.of(export(Vectors.accepted()), name -> Optional.empty()));

    assertThat(records.get(PERSONAL_LINE).personal())
        .isEqualTo(new PersonalReading.Erased(KeyName.ofPerson(Records.PERSON)));
  }

  @Test
  void next_noKeySource_leavesPersonalFieldsClosed() throws Exception {
    List<ExportedRecord> records = all(ExportReader.of(export(Vectors.accepted())));

    assertThat(records.get(PERSONAL_LINE).personal())
        .isEqualTo(new PersonalReading.Closed(KeyName.ofPerson(Records.PERSON)));
  }

  @Test
  void next_keyThatDoesNotFit_saysRefusedAndReadsOn() throws Exception {
    List<ExportedRecord> records =
        all(
            ExportReader.of(
                export(Vectors.accepted()), name -> Optional.of(Records.filled(32, 9))));

    assertThat(records).hasSameSizeAs(Vectors.accepted());
    assertThat(records.get(PERSONAL_LINE).personal()).isInstanceOf(PersonalReading.Refused.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                     | line 2, byte 1: member \"v\" is missing",
        "''                     | line 2, byte 0: expected an object",
        "[1]                    | line 2, byte 0: expected an object",
        "' '                    | line 2, byte 0: expected an object"
      })
  void next_badLine_isNamed(String bad, String message) throws Exception {
    byte[] good = Vectors.base();
    ExportReader reader = ExportReader.of(export(List.of(good, Vectors.utf8(bad), good)));
    assertThat(reader.next()).isPresent();

    assertThatThrownBy(reader::next)
        .isInstanceOfSatisfying(
            MalformedExport.class, malformed -> assertThat(malformed.line()).isEqualTo(2))
        .hasMessage(message);
    assertThatIllegalStateException().isThrownBy(reader::next);
  }

  @Test
  void next_carriageReturnBeforeTheNewline_isRefused() {
    byte[] base = Vectors.base();
    String line = Vectors.text(base) + "\r\n";

    assertThatThrownBy(() -> all(ExportReader.of(new ByteArrayInputStream(Vectors.utf8(line)))))
        .hasMessage("line 1, byte " + base.length + ": something follows the record");
  }

  @Test
  void next_lastLineWithoutNewline_isRefused() {
    byte[] base = Vectors.base();

    assertThatThrownBy(() -> all(ExportReader.of(new ByteArrayInputStream(base))))
        .hasMessage("line 1, byte " + base.length + ": the export ends inside a line");
  }

  @Test
  void next_endlessLine_isRefusedAfterTheLargestRecord() {
    Endless endless = new Endless();

    assertThatThrownBy(() -> ExportReader.of(endless).next())
        .hasMessage("line 1, byte 65536: the record is larger than 65536 bytes");
    assertThat(endless.given).isLessThan(RecordFormat.LARGEST + 16 * 1024);
  }

  @Test
  void close_always_closesTheStream() throws IOException {
    Endless endless = new Endless();

    ExportReader.of(endless).close();

    assertThat(endless.closed).isTrue();
  }

  private static List<ExportedRecord> all(ExportReader reader) throws IOException, MalformedExport {
    List<ExportedRecord> records = new ArrayList<>();
    for (var next = reader.next(); next.isPresent(); next = reader.next()) {
      records.add(next.get());
    }
    return records;
  }

  private static InputStream export(List<byte[]> lines) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] line : lines) {
      out.writeBytes(line);
      out.write('\n');
    }
    return new ByteArrayInputStream(out.toByteArray());
  }

  private static final class Endless extends InputStream {
    private long given;
    private boolean closed;

    @Override
    public int read() {
      given++;
      return 'x';
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      Arrays.fill(into, offset, offset + length, (byte) 'x');
      given += length;
      return length;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
