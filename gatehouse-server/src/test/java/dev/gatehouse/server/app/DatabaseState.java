package dev.gatehouse.server.app;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/** What stands in the database of a server, read by its superuser. */
final class DatabaseState {
  /** Spent or counted even by what is refused, or moved on by jobs; records are looked at apart. */
  private static final Set<String> MOVING =
      Set.of(
          "audit_record",
          "mail_budget",
          "sign_in_counter",
          "journey",
          "job_lease",
          "server",
          "key_rehearsal",
          "signing_key",
          "canary",
          "flyway_schema_history");

  private static final long PATIENCE_NANOS = 20_000_000_000L;

  private DatabaseState() {}

  /** Every row of every table as text, once the mails that were asked for are written. */
  static SortedMap<String, Set<String>> effects(RunningServer server) {
    awaitMailRequests(server);
    SortedMap<String, Set<String>> state = new TreeMap<>();
    for (String table : tables(server)) {
      if (!MOVING.contains(table)) {
        // a mail is marked when it is sent; which mails there are is the effect
        String row = table.equals("mail") ? "t.mail_id::text" : "t::text";
        state.put(
            table,
            new TreeSet<>(rows(server, "SELECT " + row + " FROM gatehouse." + table + " t")));
      }
    }
    return state;
  }

  /** Everything, as one text. */
  static String dump(RunningServer server) {
    StringBuilder dump = new StringBuilder();
    for (String table : tables(server)) {
      rows(server, "SELECT t::text FROM gatehouse." + table + " t")
          .forEach(row -> dump.append(table).append(' ').append(row).append('\n'));
    }
    return dump.toString();
  }

  private static void awaitMailRequests(RunningServer server) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!rows(server, "SELECT request_id::text FROM gatehouse.mail_request").isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("mails that were asked for are not written");
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  private static List<String> tables(RunningServer server) {
    return rows(server, "SELECT tablename::text FROM pg_tables WHERE schemaname = 'gatehouse'");
  }

  static List<String> rows(RunningServer server, String query) {
    try (Connection connection = server.database().superuser();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(result.getString(1));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
