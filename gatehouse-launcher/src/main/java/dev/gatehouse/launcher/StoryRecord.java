package dev.gatehouse.launcher;

import dev.gatehouse.launcher.AuditArchive.NamedLog;
import dev.gatehouse.ledger.AuditRecord;
import dev.gatehouse.ledger.ExportReader;
import dev.gatehouse.ledger.ExportedRecord;
import dev.gatehouse.ledger.MalformedExport;
import dev.gatehouse.server.kernel.RealmId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the records say of the story: exported as {@code audit export} does, and read back with the
 * ledger's own reader.
 *
 * @param acts type of each record, and reason where it is a refusal
 * @param export the bytes
 */
record StoryRecord(List<String> acts, byte[] export) {
  /** The acts of the story as the records name them; reading one's own data leaves none. */
  private static final List<String> EXPECTED =
      List.of(
          "person.registered",
          "address.verified",
          "session.signed_in",
          "consent.decided",
          "code.issued",
          "token.issued",
          "token.refreshed",
          "token.refreshed/refresh_reused",
          "token.used/access_token_revoked",
          "session.signed_out");

  static StoryRecord of(Home home, Surroundings surroundings) {
    try (AuditArchive archive = AuditArchive.open(surroundings, home, Terminal.silent())) {
      List<NamedLog> logs = archive.logs(Optional.of(new RealmId("monitrax")), Optional.empty());
      ByteArrayOutputStream export = new ByteArrayOutputStream();
      new AuditExport(archive.reader(), false).write(logs, export);
      return read(export.toByteArray());
    } catch (IOException | MalformedExport e) {
      throw new IllegalStateException("the export can't be read back: " + e.getMessage(), e);
    }
  }

  private static StoryRecord read(byte[] export) throws IOException, MalformedExport {
    List<String> acts = new ArrayList<>();
    try (ExportReader reader = ExportReader.of(new ByteArrayInputStream(export))) {
      for (Optional<ExportedRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
        AuditRecord record = next.get().record();
        acts.add(record.type() + record.reason().map(reason -> "/" + reason).orElse(""));
      }
    }
    return new StoryRecord(acts, export);
  }

  /**
   * @return what was found
   * @throws IllegalStateException naming the steps that left no record
   */
  String requireAll() {
    Set<String> missing = new LinkedHashSet<>(EXPECTED);
    acts.forEach(missing::remove);
    if (!missing.isEmpty()) {
      throw new IllegalStateException("no record of " + missing + " among " + acts);
    }
    return "%d records exported and read back: %s"
        .formatted(acts.size(), String.join(", ", EXPECTED));
  }

  /** Names and addresses stand in records only under a person's key. */
  void requireNothingOf(DemoPerson person) {
    String text = new String(export, StandardCharsets.UTF_8);
    for (String personal : List.of(person.email(), person.name(), person.password())) {
      if (text.contains(personal)) {
        throw new IllegalStateException("the export shows '" + personal + "' in the clear");
      }
    }
  }
}
