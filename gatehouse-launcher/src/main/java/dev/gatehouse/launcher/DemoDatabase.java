package dev.gatehouse.launcher;

import dev.gatehouse.server.storage.DatabaseAccess;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The mark on a database that says the demo made it. Each demo drops what is marked, so nothing
 * else is ever dropped, and nobody else may settle there.
 */
final class DemoDatabase {
  private static final String MARK = "gatehouse demo; every run empties it";

  private DemoDatabase() {}

  /** Drops it with all that is in it, if the demo made it; the roles stay. */
  static void empty(Database.External database) {
    DatabaseAccess superuser =
        database
            .superuser()
            .orElseThrow(() ->
                new CommandFailure(
                    ExitCode.WRONG_USE,
                    "name GATEHOUSE_DATABASE_SUPERUSER and GATEHOUSE_DATABASE_SUPERUSER_PASSWORD,"
                        + " or put both into GATEHOUSE_DEMO_DATABASE_URL"));
    try {
      if (isThereToDrop(superuser)) {
        try (Connection connection =
                DatabaseConnection.open(superuser, database.beside("postgres"));
            Statement statement = connection.createStatement()) {
          // an address lets no quote into the name
          statement.execute(
              "DROP DATABASE IF EXISTS \"%s\" WITH (FORCE)"
                  .formatted(database.address().database()));
        }
      }
    } catch (SQLException e) {
      throw DatabaseConnection.failure(database, e);
    }
  }

  private static boolean isThereToDrop(DatabaseAccess superuser) throws SQLException {
    try (Connection connection = DatabaseConnection.open(superuser)) {
      if (isMarked(connection)) {
        return true;
      }
      requireEmpty(connection, superuser.url());
      return false;
    } catch (SQLException e) {
      if (DatabaseConnection.isUnknownDatabase(e)) {
        return false;
      }
      throw e;
    }
  }

  private static void requireEmpty(Connection connection, String url) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet count =
            statement.executeQuery(
                """
                SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_toast%'
                """)) {
      count.next();
      if (count.getLong(1) > 0) {
        throw new CommandFailure(
            ExitCode.FAILED,
            "the database at "
                + url
                + " holds what the demo did not make, and a demo empties its database; name one"
                + " that is empty or that does not exist yet");
      }
    }
  }

  /** Marks it, or refuses the mark where it is for use. */
  static void settle(Database database, Connection connection, String name) throws SQLException {
    if (database.demo()) {
      requireMarkable(connection, database.url());
      try (Statement statement = connection.createStatement()) {
        statement.execute("COMMENT ON DATABASE \"%s\" IS '%s'".formatted(name, MARK));
      }
    } else {
      refuseMarked(connection, database.url());
    }
  }

  private static void requireMarkable(Connection connection, String url) throws SQLException {
    if (!isMarked(connection)) {
      requireEmpty(connection, url);
    }
  }

  /** Refuses to settle where the next demo would drop it all. */
  static void refuseMarked(Connection connection, String url) throws SQLException {
    if (isMarked(connection)) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "the database at "
              + url
              + " is the demo's, and every demo empties it; name another one, or take the mark off:"
              + " COMMENT ON DATABASE … IS NULL");
    }
  }

  private static boolean isMarked(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet mark =
            statement.executeQuery(
                """
                SELECT shobj_description(oid, 'pg_database') FROM pg_database
                WHERE datname = current_database()
                """)) {
      mark.next();
      return MARK.equals(mark.getString(1));
    }
  }
}
