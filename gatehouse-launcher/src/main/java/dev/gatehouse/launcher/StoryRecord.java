package dev.gatehouse.launcher;

import dev.gatehouse.launcher.AuditArchive.NamedLog;
import dev.gatehouse.ledger.ExportReader;
import dev.gatehouse.ledger.ExportedRecord;
import dev.gatehouse.ledger.MalformedExport;
import dev.gatehouse.server.kernel.RealmId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the records say of the story: exported as {@code audit export} does, and read back with the
 * ledger's own reader.
 */
record StoryRecord(List<String> types, int size) {
  /** The story, step by step, as the records name it. */
  private static final List<String> EXPECTED =
      List.of(
          "person.registered",
          "address.verified",
          "session.signed_in",
          "code.issued",
          "token.issued",
          "token.used",
          "token.refreshed",
          "token.family_revoked",
          "session.signed_out");

  static StoryRecord of(Home home, Surroundings surroundings) {
    Terminal silent =
        new Terminal(
            new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), false);
    try (AuditArchive archive = AuditArchive.open(surroundings, home, silent)) {
      List<NamedLog> logs = archive.logs(Optional.of(new RealmId("monitrax")), Optional.empty());
      ByteArrayOutputStream export = new ByteArrayOutputStream();
      new AuditExport(archive.reader(), false).write(logs, export);
      return read(export.toByteArray());
    } catch (IOException | MalformedExport e) {
      throw new IllegalStateException("the export can't be read back: " + e.getMessage(), e);
    }
  }

  private static StoryRecord read(byte[] export) throws IOException, MalformedExport {
    List<String> types = new ArrayList<>();
    int size = 0;
    try (ExportReader reader = ExportReader.of(new ByteArrayInputStream(export))) {
      for (Optional<ExportedRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
        types.add(next.get().record().type());
        size++;
      }
    }
    return new StoryRecord(types, size);
  }

  /**
   * @return how much was found
   * @throws IllegalStateException naming the steps that left no record
   */
  String requireAll() {
    Set<String> missing = new LinkedHashSet<>(EXPECTED);
    types.forEach(missing::remove);
    if (!missing.isEmpty()) {
      throw new IllegalStateException("no record of " + missing + " among " + types);
    }
    return "%d records exported and read back; every step is there: %s"
        .formatted(size, String.join(", ", EXPECTED));
  }
}
