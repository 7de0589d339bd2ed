package dev.gatehouse.launcher;

import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.storage.DatabaseAccess;
import dev.gatehouse.server.storage.DatabaseRoles;
import dev.gatehouse.server.storage.Migrations;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.flywaydb.core.api.FlywayException;

/** Brings a database to what this version needs: database, roles, tables. Safe to repeat. */
final class Schema {
  private static final int OLDEST_VERSION = 150_000;
  private static final String UNKNOWN_DATABASE = "3D000";
  private static final Pattern URL =
      Pattern.compile("(jdbc:postgresql://[^/?]+/)([A-Za-z0-9_-]+)(\\?.*)?");

  private final Database database;
  private final Map<String, Secret> passwords;

  /**
   * @param passwords of the three roles, by role name
   */
  Schema(Database database, Map<String, Secret> passwords) {
    this.database = database;
    this.passwords = passwords;
  }

  /**
   * Does what is missing.
   *
   * @return how many migrations were applied
   */
  int bringForward() {
    try {
      if (database.superuser().isPresent()) {
        DatabaseAccess superuser = database.superuser().get();
        createDatabase(superuser);
        DatabaseRoles.create(superuser, passwords);
      }
      DatabaseAccess migrator = role(DatabaseRoles.MIGRATOR);
      requireVersion(migrator);
      return new Migrations(migrator).apply();
    } catch (SQLException e) {
      throw failure(e);
    } catch (FlywayException e) {
      throw new CommandFailure(
          ExitCode.DATABASE,
          "the schema can't be brought forward: "
              + String.valueOf(e.getMessage()).lines().limit(4).collect(Collectors.joining(" ")),
          e);
    }
  }

  /** Access as one of the three roles. */
  DatabaseAccess role(String role) {
    Secret password = passwords.get(role);
    if (password == null) {
      throw new IllegalArgumentException("no password for " + role);
    }
    return new DatabaseAccess(database.url(), role, password);
  }

  private static void createDatabase(DatabaseAccess superuser) throws SQLException {
    try (Connection _ = connect(superuser, superuser.url())) {
      return;
    } catch (SQLException e) {
      if (!UNKNOWN_DATABASE.equals(e.getSQLState())) {
        throw e;
      }
    }
    besideDatabase(superuser, "CREATE DATABASE \"%s\" ENCODING 'UTF8' TEMPLATE template0");
  }

  /** Removes the database with all that is in it; the roles stay. */
  static void dropDatabase(Database database) {
    DatabaseAccess superuser =
        database
            .superuser()
            .orElseThrow(() ->
                new CommandFailure(
                    ExitCode.WRONG_USE,
                    "name GATEHOUSE_DATABASE_SUPERUSER and GATEHOUSE_DATABASE_SUPERUSER_PASSWORD"));
    try {
      besideDatabase(superuser, "DROP DATABASE IF EXISTS \"%s\" WITH (FORCE)");
    } catch (SQLException e) {
      throw new Schema(database, Map.of()).failure(e);
    }
  }

  /** A statement about the database, from another one of the same server. */
  private static void besideDatabase(DatabaseAccess superuser, String statementWithName)
      throws SQLException {
    Matcher url = URL.matcher(superuser.url());
    if (!url.matches()) {
      throw new CommandFailure(
          ExitCode.WRONG_USE, "no name of a database can be read from " + superuser.url());
    }
    String elsewhere = url.group(1) + "postgres" + (url.group(3) == null ? "" : url.group(3));
    try (Connection connection = connect(superuser, elsewhere);
        Statement statement = connection.createStatement()) {
      // the pattern lets no quote into the name
      statement.execute(statementWithName.formatted(url.group(2)));
    }
  }

  private static void requireVersion(DatabaseAccess migrator) throws SQLException {
    try (Connection connection = connect(migrator, migrator.url());
        Statement statement = connection.createStatement();
        ResultSet version = statement.executeQuery("SHOW server_version_num")) {
      version.next();
      if (version.getInt(1) < OLDEST_VERSION) {
        throw new CommandFailure(
            ExitCode.DATABASE,
            "PostgreSQL 15 or newer is needed, and %s is version %d"
                .formatted(migrator.url(), version.getInt(1) / 10_000));
      }
    }
  }

  private static Connection connect(DatabaseAccess access, String url) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", access.user());
    properties.setProperty("password", access.password().reveal());
    properties.setProperty("connectTimeout", "5");
    return DriverManager.getConnection(url, properties);
  }

  private CommandFailure failure(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    String problem =
        switch (state.substring(0, Math.min(2, state.length()))) {
          case "08" -> "can't be reached";
          case "28" ->
              database.superuser().isPresent()
                  ? "refuses the superuser's name or password"
                  : "doesn't know us yet; name GATEHOUSE_DATABASE_SUPERUSER and"
                      + " GATEHOUSE_DATABASE_SUPERUSER_PASSWORD once, for init";
          default -> "refuses";
        };
    return new CommandFailure(
        ExitCode.DATABASE,
        "the database at " + database.url() + " " + problem + ": " + e.getMessage(),
        e);
  }
}
