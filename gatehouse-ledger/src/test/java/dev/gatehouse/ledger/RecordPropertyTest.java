package dev.gatehouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

class RecordPropertyTest {
  private static final int RECORDS = 100;
  private static final int CHANGES = 200;

  @RepeatedTest(20)
  void write_anyRecord_readsBackEqualAndIsOneCleanLine(RepetitionInfo seed) throws MalformedRecord {
    Random random = new Random(seed.getCurrentRepetition());
    for (int i = 0; i < RECORDS; i++) {
      AuditRecord record = Records.drawn(random);

      byte[] bytes = RecordFormat.write(record);
      AuditRecord read = RecordFormat.read(bytes);

      assertThat(read).isEqualTo(record);
      assertThat(RecordFormat.write(read)).isEqualTo(bytes);
      assertThat(bytes.length).isLessThanOrEqualTo(RecordFormat.LARGEST);
      assertNoControlByte(bytes);
    }
  }

  @RepeatedTest(20)
  void read_anyChangeOfARecord_isRefusedOrExactlyAnotherRecord(RepetitionInfo seed) {
    Random random = new Random(1000L + seed.getCurrentRepetition());
    byte[] bytes = RecordFormat.write(Records.drawn(random));
    int accepted = 0;
    for (int i = 0; i < CHANGES; i++) {
      byte[] changed = changed(bytes, random);
      try {
        assertThat(RecordFormat.write(RecordFormat.read(changed))).isEqualTo(changed);
        accepted++;
      } catch (MalformedRecord e) {
        assertThat(e.offset()).isBetween(0, changed.length);
      }
    }
    assertThat(accepted).isLessThan(CHANGES);
  }

  @RepeatedTest(10)
  void read_anyBeginningOfARecord_isRefusedAtOrBeforeItsEnd(RepetitionInfo seed) {
    byte[] bytes =
        RecordFormat.write(Records.drawn(new Random(2000L + seed.getCurrentRepetition())));
    int step = Math.max(1, bytes.length / 500);
    for (int length = 0; length < bytes.length; length += step) {
      int offset = -1;
      try {
        RecordFormat.read(Arrays.copyOf(bytes, length));
      } catch (MalformedRecord e) {
        offset = e.offset();
      }
      assertThat(offset).as("cut at %s", length).isBetween(0, length);
    }
  }

  private static byte[] changed(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length);
    return switch (random.nextInt(4)) {
      case 0 -> {
        byte[] flipped = bytes.clone();
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        yield flipped;
      }
      case 1 -> spliced(bytes, at, at + 1, new byte[0]);
      case 2 -> spliced(bytes, at, at, new byte[] {(byte) random.nextInt(256)});
      default -> {
        int to = Math.min(bytes.length, at + random.nextInt(16));
        yield spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
      }
    };
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] between) {
    byte[] out = new byte[bytes.length - (to - from) + between.length];
    System.arraycopy(bytes, 0, out, 0, from);
    System.arraycopy(between, 0, out, from, between.length);
    System.arraycopy(bytes, to, out, from + between.length, bytes.length - to);
    return out;
  }

  private static void assertNoControlByte(byte[] bytes) {
    for (byte b : bytes) {
      assertThat(b < 0 || b >= ' ').isTrue();
    }
  }
}
