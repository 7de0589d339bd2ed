package dev.gatehouse.launcher;

import dev.gatehouse.launcher.AuditArchive.NamedLog;
import dev.gatehouse.ledger.PersonalReading;
import dev.gatehouse.server.audit.AuditReader;
import dev.gatehouse.server.audit.LogPosition;
import dev.gatehouse.server.audit.LoggedRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes whole logs, a page at a time.
 *
 * @param reveal whether personal fields are opened, beside the record they belong to
 */
record AuditExport(AuditReader reader, boolean reveal) {
  private static final int PAGE = 500;
  private static final JsonMapper JSON = JsonMapper.shared();

  /**
   * @return how many records were written
   */
  long write(List<NamedLog> logs, OutputStream out) throws IOException {
    long records = 0;
    for (NamedLog log : logs) {
      Optional<LogPosition> position = Optional.empty();
      List<LoggedRecord> page;
      do {
        page = reader.after(log.name(), position, PAGE);
        for (LoggedRecord logged : page) {
          out.write(reveal ? revealed(logged) : logged.bytes());
          out.write('\n');
          position = Optional.of(logged.position());
        }
        records += page.size();
      } while (page.size() == PAGE);
    }
    return records;
  }

  private static byte[] revealed(LoggedRecord logged) {
    String personal =
        switch (logged.personal()) {
          case PersonalReading.Opened opened -> JSON.writeValueAsString(opened.fields().values());
          case PersonalReading.Erased _ -> JSON.writeValueAsString(Map.of("erased", true));
          case PersonalReading.Refused _ -> JSON.writeValueAsString(Map.of("changed", true));
          case PersonalReading.Closed _, PersonalReading.Absent _ -> "{}";
        };
    String record = new String(logged.bytes(), StandardCharsets.UTF_8);
    return ("{\"record\":" + record + ",\"personal\":" + personal + "}")
        .getBytes(StandardCharsets.UTF_8);
  }
}
