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

/**
 * Makes the three roles and the schema. Run by {@code init} as the database's superuser; running it
 * again sets the passwords anew and changes nothing else.
 */
public final class DatabaseRoles {
  /** Owns the schema; used by migrations alone. */
  public static final String MIGRATOR = "gatehouse_migrator";

  /** The server: rows of the current tenant and realm. */
  public static final String APP = "gatehouse_app";

  /** The outbox and expiry: named tables and columns across tenants. */
  public static final String WORKER = "gatehouse_worker";

  private DatabaseRoles() {}

  /**
   * Makes what is missing.
   *
   * @param passwords by role name
   */
  public static void create(DatabaseAccess superuser, Map<String, Secret> passwords)
      throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                superuser.url(), superuser.user(), superuser.password().reveal());
        Statement statement = connection.createStatement()) {
      statement.execute(script());
      for (Map.Entry<String, Secret> role : passwords.entrySet()) {
        statement.execute(alterRole(connection, role.getKey(), role.getValue()));
      }
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
