package dev.gatehouse.server.principal;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.storage.Sql;
import dev.gatehouse.server.storage.TenantTx;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Service accounts in {@code principal}, their clients in {@code service_account}. */
final class JdbcServiceAccountStore implements ServiceAccountStore {
  private static final Sql FIND =
      Sql.of(
          """
          SELECT p.principal_id, (p.status = 'active' AND t.status = 'active') AS active, p.roles,
            (SELECT rs FROM realm WHERE realm_id = :realm) AS rs
          FROM service_account a
            JOIN principal p ON p.tenant_id = a.tenant_id AND p.principal_id = a.principal_id
            JOIN tenant t ON t.tenant_id = a.tenant_id AND t.realm_id = :realm
          WHERE a.tenant_id = :tenant AND a.client_id = :client
          """);

  @Override
  public Optional<ServiceAccount> find(TenantTx tx, ClientId client) {
    return tx.read(FIND)
        .set("tenant", tx.tenant().value())
        .set("realm", tx.realm().value())
        .set("client", client.value())
        .first(row ->
            new ServiceAccount(
                new PrincipalId(row.getObject("principal_id", UUID.class)),
                row.getBoolean("active"),
                List.of((String[]) row.getArray("roles").getArray()),
                row.getLong("rs")));
  }

  @Override
  public boolean create(
      TenantTx tx, PrincipalId id, ClientId client, String name, List<String> roles) {
    tx.effect()
        .createUpdate(
            """
            INSERT INTO principal (tenant_id, principal_id, kind, status, name, locale, roles, created_at)
            VALUES (:tenant, :id, 'service_account', 'active', :name, 'en', :roles, :now)
            """)
        .bind("tenant", tx.tenant().value())
        .bind("id", id.value())
        .bind("name", name)
        .bindArray("roles", String.class, roles)
        .bind("now", tx.now())
        .execute();
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
    return tx.effect()
            .createUpdate(
                """
                UPDATE principal SET roles = :roles
                WHERE tenant_id = :tenant AND principal_id = :id AND kind = 'service_account' AND roles <> CAST(:roles AS text[])
                """)
            .bind("tenant", tx.tenant().value())
            .bind("id", id.value())
            .bindArray("roles", String.class, roles)
            .execute()
        == 1;
  }
}
