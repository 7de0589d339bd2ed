package dev.gatehouse.server.app;

import dev.gatehouse.ledger.AuditRecord;
import dev.gatehouse.ledger.MalformedRecord;
import dev.gatehouse.ledger.RecordFormat;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The records in the database, read by its superuser and parsed from their exact bytes. */
final class Records {
  private Records() {}

  /** All of them, oldest first. */
  static List<AuditRecord> all(RunningServer server) {
    return read(server, "SELECT bytes FROM gatehouse.audit_record ORDER BY recorded_at, record_id");
  }

  /** Those of the tenant that has an organisation of that name. */
  static List<AuditRecord> of(RunningServer server, String organisation) {
    return all(server).stream()
        .filter(record -> record.tenant().toString().equals(tenant(server, organisation)))
        .toList();
  }

  private static String tenant(RunningServer server, String organisation) {
    try (Connection connection = server.database().superuser();
        PreparedStatement query =
            connection.prepareStatement("SELECT tenant_id FROM gatehouse.tenant WHERE name = ?")) {
      query.setString(1, organisation);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<AuditRecord> read(RunningServer server, String sql) {
    try (Connection connection = server.database().superuser();
        PreparedStatement query = connection.prepareStatement(sql);
        ResultSet rows = query.executeQuery()) {
      List<AuditRecord> records = new ArrayList<>();
      while (rows.next()) {
        records.add(RecordFormat.read(rows.getBytes(1)));
      }
      return records;
    } catch (SQLException | MalformedRecord e) {
      throw new IllegalStateException(e);
    }
  }
}
