package dev.gatehouse.server.principal;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.storage.Sql;
import dev.gatehouse.server.storage.TenantTx;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Service accounts in {@code principal}, their clients in {@code service_account}. */
final class JdbcServiceAccountStore implements ServiceAccountStore {
  private static final Sql FIND =
      Sql.of(
          """
          SELECT p.principal_id, (p.status = 'active' AND t.status = 'active') AS active, %s AS roles, %s AS roles_end,
            (SELECT rs FROM realm WHERE realm_id = :realm) AS rs
          FROM service_account a
            JOIN principal p ON p.tenant_id = a.tenant_id AND p.principal_id = a.principal_id
            JOIN tenant t ON t.tenant_id = a.tenant_id AND t.realm_id = :realm
          WHERE a.tenant_id = :tenant AND a.client_id = :client
          """
              .formatted(RoleGrantStore.ROLES, RoleGrantStore.ROLES_END));

  private final RoleGrantStore grants = RoleGrantStore.ofDatabase();

  @Override
  public Optional<ServiceAccount> find(TenantTx tx, ClientId client) {
    return tx.read(FIND)
        .set("tenant", tx.tenant().value())
        .set("realm", tx.realm().value())
        .set("client", client.value())
        .set("now", tx.now())
        .first(row ->
            new ServiceAccount(
                new PrincipalId(row.getObject("principal_id", UUID.class)),
                row.getBoolean("active"),
                List.of((String[]) row.getArray("roles").getArray()),
                Optional.ofNullable(row.getTimestamp("roles_end")).map(Timestamp::toInstant),
                row.getLong("rs")));
  }

  @Override
  public boolean create(
      TenantTx tx, PrincipalId id, ClientId client, String name, List<String> roles) {
    tx.effect()
        .createUpdate(
            """
            INSERT INTO principal (tenant_id, principal_id, kind, status, name, locale, roles, created_at)
            VALUES (:tenant, :id, 'service_account', 'active', :name, 'en', '{}', :now)
            """)
        .bind("tenant", tx.tenant().value())
        .bind("id", id.value())
        .bind("name", name)
        .bind("now", tx.now())
        .execute();
    grants.replace(tx, id, Set.copyOf(roles), Optional.empty());
    return tx.effect()
            .createUpdate(
                """
                INSERT INTO service_account (tenant_id, principal_id, client_id) VALUES (:tenant, :id, :client)
                ON CONFLICT DO NOTHING
                """)
            .bind("tenant", tx.tenant().value())
            .bind("id", id.value())
            .bind("client", client.value())
            .execute()
        == 1;
  }

  @Override
  public boolean setRoles(TenantTx tx, PrincipalId id, List<String> roles) {
    return grants.replace(tx, id, Set.copyOf(roles), Optional.empty());
  }
}
