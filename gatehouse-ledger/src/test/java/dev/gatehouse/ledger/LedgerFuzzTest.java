package dev.gatehouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * Any bytes at the readers. {@code mvn test} runs the seeds; {@code JAZZER_FUZZ=1} with one {@code
 * -Dtest=LedgerFuzzTest#method} looks for more.
 */
class LedgerFuzzTest {
  @FuzzTest(maxDuration = "2m")
  void read_anyBytes_isRefusedOrWrittenBack(byte[] bytes) {
    try {
      assertThat(RecordFormat.write(RecordFormat.read(bytes))).isEqualTo(bytes);
    } catch (MalformedRecord e) {
      assertThat(e.offset()).isBetween(0, bytes.length);
    }
  }

  @FuzzTest(maxDuration = "2m")
  void readPersonalFields_anyBytes_isRefusedOrWrittenBack(byte[] bytes) {
    try {
      assertThat(PersonalFields.read(bytes).bytes()).isEqualTo(bytes);
    } catch (MalformedRecord e) {
      assertThat(e.offset()).isBetween(0, bytes.length);
    }
  }

  @FuzzTest(maxDuration = "2m")
  void readExport_anyBytes_isRefusedOrWrittenBack(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ExportReader reader = ExportReader.of(new ByteArrayInputStream(bytes))) {
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        out.writeBytes(RecordFormat.write(next.get().record()));
        out.write('\n');
      }
      assertThat(out.toByteArray()).isEqualTo(bytes);
    } catch (MalformedExport e) {
      int read = out.size();
      assertThat(Arrays.equals(out.toByteArray(), 0, read, bytes, 0, read)).isTrue();
      assertThat(e.line()).isPositive();
    }
  }
}
