package dev.gatehouse.server.storage;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A database for tests, with roles and schema as {@code init} makes them: one of its own for a
 * test, or the one that is shared by tests which keep to a realm of their own.
 */
public final class ServerDatabase implements AutoCloseable {
  private static final Map<String, Secret> PASSWORDS =
      Map.of(
          DatabaseRoles.MIGRATOR, Secret.of(UUID.randomUUID().toString()),
          DatabaseRoles.APP, Secret.of(UUID.randomUUID().toString()),
          DatabaseRoles.WORKER, Secret.of(UUID.randomUUID().toString()));

  private static final AtomicInteger REALMS = new AtomicInteger();

  private final TestDatabase database;
  private final ConnectionPool app;

  /** Made at its first use, gone with the JVM. */
  private static final class Shared {
    private static final ServerDatabase DATABASE = create();
  }

  private ServerDatabase(TestDatabase database) {
    this.database = database;
    this.app = ConnectionPool.open("test", access(database, DatabaseRoles.APP), 8);
  }

  /** A fresh one. */
  public static ServerDatabase create() {
    return new ServerDatabase(TestDatabase.copyOf("server", ServerDatabase::migrate));
  }

  /** The shared one, not to be closed: make a realm in it and look at nothing else. */
  public static ServerDatabase shared() {
    return Shared.DATABASE;
  }

  private static void migrate(TestDatabase template) {
    try {
      DatabaseRoles.create(
          new DatabaseAccess(
              template.jdbcUrl(), template.superuser(), Secret.of(template.superuserPassword())),
          PASSWORDS);
      takeOverRoles(template);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
    new Migrations(access(template, DatabaseRoles.MIGRATOR)).apply();
  }

  /** A server that outlives this JVM has the roles of the tests before, with their passwords. */
  private static void takeOverRoles(TestDatabase template) throws SQLException {
    try (Connection connection = template.connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      for (Map.Entry<String, Secret> role : PASSWORDS.entrySet()) {
        statement.execute(
            "ALTER ROLE %s PASSWORD '%s'".formatted(role.getKey(), role.getValue().reveal()));
      }
    }
  }

  private static DatabaseAccess access(TestDatabase database, String role) {
    return new DatabaseAccess(
        database.jdbcUrl(), role, Objects.requireNonNull(PASSWORDS.get(role)));
  }

  /** How a role reaches it. */
  public DatabaseAccess access(String role) {
    return access(database, role);
  }

  /** A connection of the superuser, who sees over every wall. */
  public Connection superuser() throws SQLException {
    return database.connectAsSuperuser();
  }

  /** Transactions of the server. */
  public Transactions transactions(Clock clock) {
    return new Transactions(app, clock);
  }

  /** Makes a realm that nobody else has. */
  public RealmId freshRealm() {
    return realm("realm-" + REALMS.incrementAndGet());
  }

  /** Makes a realm with its own tenant. */
  public RealmId realm(String name) {
    RealmId realm = new RealmId(name);
    TenantId own = TenantId.ownOf(realm);
    execute(
        "INSERT INTO gatehouse.realm (realm_id, tenant_id, created_at) VALUES (?, ?, now())",
        name,
        own.value());
    insertTenant(realm, own, name);
    return realm;
  }

  /** Makes a tenant. */
  public TenantId tenant(RealmId realm, String slug) {
    TenantId tenant = new TenantId(UUID.randomUUID());
    insertTenant(realm, tenant, slug);
    return tenant;
  }

  private void insertTenant(RealmId realm, TenantId tenant, String slug) {
    execute(
        """
        INSERT INTO gatehouse.tenant (tenant_id, realm_id, slug, name, status, created_at)
        VALUES (?, ?, ?, ?, 'active', now())
        """,
        tenant.value(),
        realm.value(),
        slug,
        slug);
  }

  /** A statement of the superuser, who sees over every wall. */
  public int execute(String sql, Object... values) {
    try (Connection connection = database.connectAsSuperuser();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeUpdate();
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Acts in a tenant without a record. */
  public <T> T in(Clock clock, RealmId realm, TenantId tenant, Work<TenantTx, T> work) {
    try {
      return transactions(clock).inTenant(realm, tenant, Attempted.NOTHING, work);
    } catch (Refusal refusal) {
      throw new IllegalStateException(refusal);
    }
  }

  /** Acts in a realm without a record. */
  public <T> T in(Clock clock, RealmId realm, Work<RealmTx, T> work) {
    try {
      return transactions(clock).inRealm(realm, Attempted.NOTHING, work);
    } catch (Refusal refusal) {
      throw new IllegalStateException(refusal);
    }
  }

  @Override
  public void close() {
    app.close();
    database.close();
  }
}
