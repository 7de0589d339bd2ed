package dev.gatehouse.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.Requirement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every tenant table of the catalogue, with a row of two tenants in each. */
@Tag("database")
class TenantRowsTest {
  private final ServerDatabase database = ServerDatabase.create();
  private final RealmId realm = database.realm("monitrax");
  private final TenantId one = database.tenant(realm, "one");
  private final TenantId other = database.tenant(realm, "other");
  private final Transactions transactions = database.transactions(Clock.systemUTC());
  private final Handle superuser =
      Jdbi.create(database::superuser).installPlugin(new PostgresPlugin()).open();
  private final SampleRows rows = new SampleRows(superuser);

  @BeforeEach
  void open() {
    superuser.execute("SET search_path = gatehouse");
  }

  @AfterEach
  void close() {
    superuser.close();
    database.close();
  }

  private Map<String, Object> place(TenantId tenant) {
    return Map.of("tenant_id", tenant.value(), "realm_id", realm.value());
  }

  /**
   * Tables whose primary key begins with the tenant, read from the catalogue and not from a list.
   */
  private List<String> tenantTables() {
    List<String> tables =
        superuser
            .createQuery(
                """
                SELECT c.relname FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
                  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
                WHERE c.relnamespace = 'gatehouse'::regnamespace AND a.attname = 'tenant_id' ORDER BY 1
                """)
            .mapTo(String.class)
            .list();
    assertThat(tables)
        .containsExactlyInAnyOrderElementsOf(ReviewedSchema.tables(ReviewedSchema.Wall.TENANT));
    return tables;
  }

  private void inOne(Work<TenantTx, ?> work) throws Refusal {
    transactions.inTenant(realm, one, Attempted.NOTHING, work::in);
  }

  @Test
  @Attack("T7")
  void everyForeignKey_toAnotherTenantsParent_isRefused() throws Refusal {
    List<SampleRows.Key> keys = new ArrayList<>();
    for (String table : tenantTables()) {
      keys.addAll(
          rows.keys(table).stream().filter(key -> tenantTables().contains(key.parent())).toList());
    }
    assertThat(keys).hasSizeGreaterThan(10);
    for (SampleRows.Key key : keys) {
      Map<String, Object> theirs =
          key.parent().equals("tenant")
              ? place(other)
              : rows.insert(superuser, key.parent(), place(other));
      inOne(tx -> {
        Map<String, Object> child = rows.row(tx.lasting(), key.child(), place(one));
        assertThatThrownBy(() -> savepoint(tx, key, pointing(key, child, theirs)))
            .as(key.name())
            .hasMessageContaining(
                key.isOfTenantAlone() ? "row-level security" : "\"" + key.name() + "\"");
        // the same row with a parent of its own is taken
        rows.insertRow(tx.lasting(), key.child(), child);
        return true;
      });
    }
  }

  /** The child with its reference moved to the other tenant's parent, and the rest as it was. */
  private static Map<String, Object> pointing(
      SampleRows.Key key, Map<String, Object> child, Map<String, Object> theirs) {
    Map<String, Object> crossing = new LinkedHashMap<>(child);
    for (int i = 0; i < key.columns().size(); i++) {
      if (key.isOfTenantAlone() || !key.columns().get(i).equals("tenant_id")) {
        crossing.put(key.columns().get(i), theirs.get(key.targets().get(i)));
      }
    }
    return crossing;
  }

  private void savepoint(TenantTx tx, SampleRows.Key key, Map<String, Object> row) {
    tx.lasting().savepoint("crossing");
    try {
      rows.insertRow(tx.lasting(), key.child(), row);
    } finally {
      tx.lasting().rollbackToSavepoint("crossing");
    }
  }

  @Test
  @Attack("T7")
  void everyForeignKey_holdsForTheSuperuserToo() {
    // row security binds nobody here: what refuses is the key itself
    for (String table : tenantTables()) {
      for (SampleRows.Key key : rows.keys(table)) {
        if (tenantTables().contains(key.parent()) && !key.isOfTenantAlone()) {
          Map<String, Object> theirs = rows.insert(superuser, key.parent(), place(other));
          Map<String, Object> child = rows.row(superuser, table, place(one));
          assertThatThrownBy(() -> rows.insertRow(superuser, table, pointing(key, child, theirs)))
              .as(key.name())
              .hasMessageContaining("violates foreign key constraint");
        }
      }
    }
  }

  @Test
  @Requirement("MON-7")
  void everyTable_withoutACondition_showsAndChangesOneTenantAlone() throws Refusal {
    for (String table : tenantTables()) {
      if (!table.equals("tenant")) {
        rows.insert(superuser, table, place(one));
        rows.insert(superuser, table, place(other));
      }
    }
    for (String table : tenantTables()) {
      inOne(tx -> {
        assertThat(tenants(tx.read(), table)).as(table).containsOnly(one.value());
        return true;
      });
      for (String act : List.of("UPDATE %s SET tenant_id = tenant_id", "DELETE FROM %s")) {
        assertTouchesOneTenantAlone(table, act.formatted(table));
      }
      assertThatThrownBy(() ->
              inOne(tx -> {
                rows.insertRow(tx.lasting(), table, fresh(table));
                return true;
              }))
          .as(table)
          .hasMessageContaining("row-level security");
    }
  }

  private Map<String, Object> fresh(String table) {
    return superuser.inTransaction(handle -> rows.row(handle, table, place(other)));
  }

  /** Where the server may do it at all, it hits the tenant's own rows and no other. */
  private void assertTouchesOneTenantAlone(String table, String statement) throws Refusal {
    try {
      inOne(tx -> {
        int own = tenants(tx.read(), table).size();
        assertThat(tx.effect().execute(statement)).as(statement).isEqualTo(own).isPositive();
        throw new Undone();
      });
    } catch (UnableToExecuteStatementException refused) {
      assertThat(refused).as(statement).hasMessageContaining("permission denied");
    } catch (Undone touched) {
      assertThat(count(table)).as(table).isPositive();
    }
  }

  private static final class Undone extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private long count(String table) {
    return superuser
        .createQuery("SELECT count(*) FROM " + table + " WHERE tenant_id = :other")
        .bind("other", other.value())
        .mapTo(long.class)
        .one();
  }

  private static List<UUID> tenants(Handle handle, String table) {
    return handle.createQuery("SELECT tenant_id FROM " + table).mapTo(UUID.class).list();
  }
}
