package dev.gatehouse.ledger;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Reads an export, record by record: each line is the canonical bytes of one record and a newline
 * (U+000A), the last one too. It holds one record at a time and stops at the first bad line.
 *
 * <p>For one thread. Closing it closes the stream.
 */
public final class ExportReader implements AutoCloseable {
  private static final int NEWLINE = '\n';
  private static final int END = -1;

  private final InputStream in;
  private final Optional<KeySource> keys;
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(1024);
  private long line;
  private boolean stopped;

  private ExportReader(InputStream in, Optional<KeySource> keys) {
    this.in = new BufferedInputStream(in);
    this.keys = keys;
  }

  /** Reads the records and leaves their personal fields closed. */
  public static ExportReader of(InputStream in) {
    return new ExportReader(in, Optional.empty());
  }

  /** Reads the records and opens the personal fields whose key there is. */
  public static ExportReader of(InputStream in, KeySource keys) {
    return new ExportReader(in, Optional.of(keys));
  }

  /**
   * The next record, or empty at the end.
   *
   * @throws MalformedExport when the line is anything but one record and a newline; nothing after
   *     it can be read
   * @throws IOException when the stream breaks
   * @throws IllegalStateException when an earlier call threw
   */
  public Optional<ExportedRecord> next() throws IOException, MalformedExport {
    if (stopped) {
      throw new IllegalStateException("the export stopped at line " + line);
    }
    stopped = true;
    int first = in.read();
    if (first == END) {
      stopped = false;
      return Optional.empty();
    }
    line++;
    try {
      AuditRecord record = RecordFormat.read(lineFrom(first));
      stopped = false;
      return Optional.of(new ExportedRecord(line, record, personal(record)));
    } catch (MalformedRecord e) {
      throw new MalformedExport(line, e);
    }
  }

  private byte[] lineFrom(int first) throws IOException, MalformedRecord {
    buffer.reset();
    for (int next = first; next != NEWLINE; next = in.read()) {
      if (next == END) {
        throw new MalformedRecord(buffer.size(), "the export ends inside a line");
      }
      // One byte over the limit is enough for RecordFormat to refuse it.
      if (buffer.size() > RecordFormat.LARGEST) {
        break;
      }
      buffer.write(next);
    }
    return buffer.toByteArray();
  }

  private PersonalReading personal(AuditRecord record) {
    if (record.personal().isEmpty()) {
      return new PersonalReading.Absent();
    }
    SealedPersonal personal = record.personal().get();
    if (keys.isEmpty()) {
      return new PersonalReading.Closed(personal.key());
    }
    Optional<byte[]> key = keys.get().find(personal.key());
    if (key.isEmpty()) {
      return new PersonalReading.Erased(personal.key());
    }
    try {
      return new PersonalReading.Opened(
          personal.key(), personal.box().open(key.get(), record.id()));
    } catch (BoxRefused e) {
      return new PersonalReading.Refused(personal.key(), e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
