package dev.gatehouse.server.tenant;

import dev.gatehouse.server.storage.TenantTx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.Update;

/** Roles of tenants in {@code tenant_role}. */
final class JdbcTenantRoleStore implements TenantRoleStore {
  @Override
  public List<TenantRole> all(TenantTx tx) {
    return tx.read()
        .createQuery(
            "SELECT name, description, permissions FROM tenant_role WHERE tenant_id = :tenant ORDER BY name")
        .bind("tenant", tx.tenant().value())
        .map((row, context) -> role(row))
        .list();
  }

  @Override
  public Optional<TenantRole> find(TenantTx tx, String name) {
    return tx.read()
        .createQuery(
            "SELECT name, description, permissions FROM tenant_role WHERE tenant_id = :tenant AND name = :name")
        .bind("tenant", tx.tenant().value())
        .bind("name", name)
        .map((row, context) -> role(row))
        .findOne();
  }

  private static TenantRole role(ResultSet row) throws SQLException {
    return new TenantRole(
        row.getString("name"),
        row.getString("description"),
        List.of((String[]) row.getArray("permissions").getArray()));
  }

  @Override
  public boolean create(TenantTx tx, TenantRole role) {
    return of(
                tx,
                role,
                tx.effect()
                    .createUpdate(
                        """
                        INSERT INTO tenant_role (tenant_id, name, description, permissions, created_at)
                        VALUES (:tenant, :name, :description, :permissions, :now)
                        ON CONFLICT DO NOTHING
                        """)
                    .bind("now", tx.now()))
            .execute()
        == 1;
  }

  @Override
  public boolean replace(TenantTx tx, TenantRole role) {
    return of(
                tx,
                role,
                tx.effect()
                    .createUpdate(
                        """
                        UPDATE tenant_role SET description = :description, permissions = :permissions
                        WHERE tenant_id = :tenant AND name = :name
                        """))
            .execute()
        == 1;
  }

  private static Update of(TenantTx tx, TenantRole role, Update update) {
    return update
        .bind("tenant", tx.tenant().value())
        .bind("name", role.name())
        .bind("description", role.description())
        .bindArray("permissions", String.class, role.permissions());
  }

  @Override
  public boolean remove(TenantTx tx, String name) {
    return tx.effect()
            .createUpdate("DELETE FROM tenant_role WHERE tenant_id = :tenant AND name = :name")
            .bind("tenant", tx.tenant().value())
            .bind("name", name)
            .execute()
        == 1;
  }
}
