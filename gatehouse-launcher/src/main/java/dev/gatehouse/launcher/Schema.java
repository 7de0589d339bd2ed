package dev.gatehouse.launcher;

import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.storage.DatabaseAccess;
import dev.gatehouse.server.storage.DatabaseRoles;
import dev.gatehouse.server.storage.Migrations;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.flywaydb.core.api.FlywayException;

/** Brings a database to what this version needs: database, roles, tables. Safe to repeat. */
final class Schema {
  private static final int OLDEST_VERSION = 150_000;

  private final Database database;

  Schema(Database database) {
    this.database = database;
  }

  /** Makes the database where it is missing, and says which of our roles its server has. */
  Set<String> rolesThere(DatabaseAccess superuser) {
    try {
      createDatabase(superuser);
      try (Connection connection = DatabaseConnection.open(superuser)) {
        requireVersion(connection);
        DemoDatabase.settle(database, connection, connection.getCatalog());
        return DatabaseRoles.existing(connection);
      }
    } catch (SQLException e) {
      throw DatabaseConnection.failure(database, e);
    }
  }

  /**
   * Does what is missing.
   *
   * @param passwords of the three roles, by role name
   * @param wrong the refusal where a role does not open with its password
   * @return how many migrations were applied
   */
  int bringForward(Map<String, Secret> passwords, Function<String, CommandFailure> wrong) {
    try {
      if (database.superuser().isPresent()) {
        DatabaseRoles.create(database.superuser().get(), passwords);
      }
      for (Map.Entry<String, Secret> role : passwords.entrySet()) {
        requireLogin(role.getKey(), role.getValue(), wrong);
      }
      Secret password = Objects.requireNonNull(passwords.get(DatabaseRoles.MIGRATOR));
      DatabaseAccess migrator =
          new DatabaseAccess(database.url(), DatabaseRoles.MIGRATOR, password);
      return new Migrations(migrator).apply();
    } catch (SQLException e) {
      throw DatabaseConnection.failure(database, e);
    } catch (FlywayException e) {
      throw new CommandFailure(
          isFull(e) ? ExitCode.NO_SPACE : ExitCode.DATABASE,
          "the schema can't be brought forward: "
              + String.valueOf(e.getMessage()).lines().limit(4).collect(Collectors.joining(" ")),
          e);
    }
  }

  private void requireLogin(String role, Secret password, Function<String, CommandFailure> wrong)
      throws SQLException {
    DatabaseAccess access = new DatabaseAccess(database.url(), role, password);
    try (Connection connection = DatabaseConnection.open(access)) {
      requireVersion(connection);
      if (!database.demo()) {
        DemoDatabase.refuseMarked(connection, database.url());
      }
    } catch (SQLException e) {
      if (DatabaseConnection.isWrongPassword(e) && database.superuser().isPresent()) {
        throw wrong.apply(role);
      }
      throw e;
    }
  }

  private static boolean isFull(FlywayException e) {
    return String.valueOf(e.getMessage()).contains("No space left on device");
  }

  private void createDatabase(DatabaseAccess superuser) throws SQLException {
    try (Connection _ = DatabaseConnection.open(superuser)) {
      return;
    } catch (SQLException e) {
      if (!DatabaseConnection.isUnknownDatabase(e)) {
        throw e;
      }
    }
    try (Connection connection = DatabaseConnection.open(superuser, database.beside("postgres"));
        Statement statement = connection.createStatement()) {
      // an address lets no quote into the name
      statement.execute(
          "CREATE DATABASE \"%s\" ENCODING 'UTF8' TEMPLATE template0".formatted(database.name()));
    }
  }

  private void requireVersion(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet version = statement.executeQuery("SHOW server_version_num")) {
      version.next();
      if (version.getInt(1) < OLDEST_VERSION) {
        throw new CommandFailure(
            ExitCode.DATABASE,
            "PostgreSQL 15 or newer is needed, and %s is version %d"
                .formatted(database.url(), version.getInt(1) / 10_000));
      }
    }
  }
}
