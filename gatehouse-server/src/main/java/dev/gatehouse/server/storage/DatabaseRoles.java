package dev.gatehouse.server.storage;

import dev.gatehouse.server.kernel.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes the three roles and the schema. Run by {@code init} as the database's superuser. Roles
 * belong to the whole server of databases, so one that is there keeps its password: another
 * installation may live by it.
 */
public final class DatabaseRoles {
  /** Owns the schema; used by migrations alone. */
  public static final String MIGRATOR = "gatehouse_migrator";

  /** The server: rows of the current tenant and realm. */
  public static final String APP = "gatehouse_app";

  /** The outbox and expiry: named tables and columns across tenants. */
  public static final String WORKER = "gatehouse_worker";

  private static final Set<String> ALL = Set.of(MIGRATOR, APP, WORKER);
  private static final long LOCK = 0x67_61_74_65_72_6f_6cL;

  private DatabaseRoles() {}

  /** Those of the three that are there. */
  public static Set<String> existing(Connection superuser) throws SQLException {
    Set<String> found = new TreeSet<>();
    try (Statement statement = superuser.createStatement();
        ResultSet roles =
            statement.executeQuery(
                "SELECT rolname FROM pg_roles WHERE rolname LIKE 'gatehouse\\_%'")) {
      while (roles.next()) {
        found.add(roles.getString(1));
      }
    }
    found.retainAll(ALL);
    return found;
  }

  /**
   * Makes what is missing, all of it or nothing: a role is never left without its password.
   *
   * @param passwords by role name, for the roles that are made
   */
  public static void create(DatabaseAccess superuser, Map<String, Secret> passwords)
      throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                superuser.url(), superuser.user(), superuser.password().reveal());
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      // two that begin at the same time would both find the roles missing
      statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
      Set<String> kept = existing(connection);
      statement.execute(script());
      for (Map.Entry<String, Secret> role : passwords.entrySet()) {
        if (!kept.contains(role.getKey())) {
          statement.execute(alterRole(connection, role.getKey(), role.getValue()));
        }
      }
      connection.commit();
    }
  }

  /** The server quotes name and password itself: utility statements take no parameters. */
  private static String alterRole(Connection connection, String role, Secret password)
      throws SQLException {
    try (PreparedStatement quote =
        connection.prepareStatement("SELECT format('ALTER ROLE %I PASSWORD %L', ?, ?)")) {
      quote.setString(1, role);
      quote.setString(2, password.reveal());
      try (ResultSet quoted = quote.executeQuery()) {
        quoted.next();
        return quoted.getString(1);
      }
    }
  }

  private static String script() {
    try (InputStream in =
        Objects.requireNonNull(DatabaseRoles.class.getResourceAsStream("/db/roles.sql"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
