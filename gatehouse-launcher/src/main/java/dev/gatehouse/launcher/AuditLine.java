package dev.gatehouse.launcher;

import dev.gatehouse.ledger.AuditRecord;
import dev.gatehouse.ledger.Metadata;
import dev.gatehouse.ledger.Outcome;
import dev.gatehouse.ledger.PersonalReading;
import dev.gatehouse.server.audit.LoggedRecord;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A record as a person reads it, on one line. */
final class AuditLine {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** What could move the cursor, end the line, or turn the direction of text around. */
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]");

  private AuditLine() {}

  /**
   * @param label how people call the log
   */
  static String of(String label, LoggedRecord logged) {
    AuditRecord record = logged.record();
    String outcome =
        record.outcome() == Outcome.SUCCESS
            ? "ok"
            : record.outcome().wire() + record.reason().map(why -> " (" + why + ")").orElse("");
    String line =
        "%s  %-24s %-24s %-6s %s  %s"
            .formatted(
                TIME.format(record.time()),
                label,
                record.type(),
                record.severity().wire(),
                outcome,
                String.join("  ", facts(logged)));
    return printable(line).stripTrailing();
  }

  private static List<String> facts(LoggedRecord logged) {
    AuditRecord record = logged.record();
    List<String> facts = new ArrayList<>();
    record.principal().ifPresent(id -> facts.add("principal=" + id));
    record.client().ifPresent(id -> facts.add("client=" + id));
    record.session().ifPresent(id -> facts.add("session=" + id));
    record.target().ifPresent(target -> facts.add(target.type() + "=" + target.id()));
    record.metadata().entries().forEach((name, value) -> facts.add(name + "=" + text(value)));
    switch (logged.personal()) {
      case PersonalReading.Opened opened ->
          opened.fields().values().forEach((name, value) -> facts.add(name + "=" + value));
      case PersonalReading.Erased _ -> facts.add("[personal fields erased]");
      case PersonalReading.Refused _ -> facts.add("[personal fields CHANGED]");
      case PersonalReading.Closed _, PersonalReading.Absent _ -> {}
    }
    return facts;
  }

  private static String text(Metadata.Value value) {
    return switch (value) {
      case Metadata.Value.OfText(String text) -> text;
      case Metadata.Value.OfInteger(long number) -> Long.toString(number);
      case Metadata.Value.OfBoolean(boolean flag) -> Boolean.toString(flag);
    };
  }

  static String printable(String text) {
    return UNPRINTABLE.matcher(text).replaceAll("·");
  }
}
