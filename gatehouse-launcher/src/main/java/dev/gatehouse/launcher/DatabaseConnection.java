package dev.gatehouse.launcher;

import dev.gatehouse.server.storage.DatabaseAccess;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** A connection of one's own to a database, for what a command does in it once. */
final class DatabaseConnection {
  /** The database does not exist. */
  private static final String UNKNOWN_DATABASE = "3D000";

  /** User or password is wrong. */
  private static final String WRONG_PASSWORD = "28P01";

  private DatabaseConnection() {}

  static Connection open(DatabaseAccess access) throws SQLException {
    return open(access, access.url());
  }

  static Connection open(DatabaseAccess access, String url) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", access.user());
    properties.setProperty("password", access.password().reveal());
    properties.setProperty("connectTimeout", "5");
    return DriverManager.getConnection(url, properties);
  }

  static boolean isUnknownDatabase(SQLException e) {
    return UNKNOWN_DATABASE.equals(e.getSQLState());
  }

  static boolean isWrongPassword(SQLException e) {
    return WRONG_PASSWORD.equals(e.getSQLState());
  }

  /** What went wrong, in words for the person at the terminal. */
  static CommandFailure failure(Database database, SQLException e) {
    String state = String.valueOf(e.getSQLState());
    String problem =
        switch (state.substring(0, Math.min(2, state.length()))) {
          case "08" -> "can't be reached";
          case "28" ->
              database.superuser().isPresent()
                  ? "refuses the superuser's name or password"
                  : "doesn't know us yet; name GATEHOUSE_DATABASE_SUPERUSER and"
                      + " GATEHOUSE_DATABASE_SUPERUSER_PASSWORD once, for init";
          case "53" -> "has no room left";
          default -> "refuses";
        };
    return new CommandFailure(
        // 53100 is a full disk, 53300 too many connections
        "53100".equals(state) ? ExitCode.NO_SPACE : ExitCode.DATABASE,
        "the database at " + database.url() + " " + problem + ": " + e.getMessage(),
        e);
  }
}
