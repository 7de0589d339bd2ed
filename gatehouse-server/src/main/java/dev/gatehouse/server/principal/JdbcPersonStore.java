package dev.gatehouse.server.principal;

import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.storage.TenantTx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.statement.Query;

/** People in {@code principal} and {@code email_address}. */
final class JdbcPersonStore implements PersonStore {
  private static final String SELECT =
      """
      SELECT p.principal_id, p.status, p.name, p.locale, p.created_at, e.address, e.normalized, e.verified_at,
      """
          + RoleGrantStore.ROLES
          + """
          AS roles
          FROM principal p JOIN email_address e USING (tenant_id, principal_id)
          WHERE p.tenant_id = :tenant AND p.kind = 'person'
          """;

  private final RoleGrantStore grants = RoleGrantStore.ofDatabase();

  @Override
  public boolean create(TenantTx tx, NewPerson person) {
    tx.effect()
        .createUpdate(
            """
            INSERT INTO principal (tenant_id, principal_id, kind, status, name, locale, roles, created_at)
            VALUES (:tenant, :id, 'person', 'active', :name, :locale, '{}', :now)
            """)
        .bind("tenant", tx.tenant().value())
        .bind("id", person.id().value())
        .bind("name", person.name())
        .bind("locale", person.locale())
        .bind("now", tx.now())
        .execute();
    grants.replace(tx, person.id(), Set.copyOf(person.roles()), Optional.empty());
    return putAddress(tx, person.id(), person.email(), person.verified());
  }

  private static boolean putAddress(
      TenantTx tx, PrincipalId id, EmailAddress email, boolean verified) {
    return tx.effect()
            .createUpdate(
                """
                INSERT INTO email_address (tenant_id, principal_id, address, normalized, verified_at)
                VALUES (:tenant, :id, :address, :normalized, CASE WHEN :verified THEN CAST(:now AS timestamptz) END)
                ON CONFLICT DO NOTHING
                """)
            .bind("tenant", tx.tenant().value())
            .bind("id", id.value())
            .bind("address", email.address())
            .bind("normalized", email.normalized())
            .bind("verified", verified)
            .bind("now", tx.now())
            .execute()
        == 1;
  }

  @Override
  public Optional<Person> find(TenantTx tx, PrincipalId id) {
    return one(
        tx, tx.read().createQuery(SELECT + " AND p.principal_id = :id").bind("id", id.value()));
  }

  @Override
  public Optional<Person> lock(TenantTx tx, PrincipalId id) {
    return one(
        tx,
        tx.read()
            .createQuery(SELECT + " AND p.principal_id = :id FOR UPDATE OF p")
            .bind("id", id.value()));
  }

  @Override
  public Optional<Person> byAddress(TenantTx tx, EmailAddress address) {
    return one(
        tx,
        tx.read()
            .createQuery(SELECT + " AND e.normalized = :normalized")
            .bind("normalized", address.normalized()));
  }

  private static Optional<Person> one(TenantTx tx, Query query) {
    return query
        .bind("tenant", tx.tenant().value())
        .bind("now", tx.now())
        .map((row, context) -> person(row))
        .findOne();
  }

  private static Person person(ResultSet row) throws SQLException {
    return new Person(
        new PrincipalId(row.getObject("principal_id", UUID.class)),
        row.getString("status").equals("active"),
        row.getString("name"),
        row.getString("locale"),
        List.of((String[]) row.getArray("roles").getArray()),
        EmailAddress.stored(row.getString("address"), row.getString("normalized")),
        row.getTimestamp("verified_at") != null,
        row.getTimestamp("created_at").toInstant());
  }

  @Override
  public boolean hasAnybody(TenantTx tx) {
    return tx.read()
        .createQuery(
            """
            SELECT EXISTS (SELECT FROM principal
                           WHERE tenant_id = :tenant AND kind = 'person' AND status = 'active')
            """)
        .bind("tenant", tx.tenant().value())
        .mapTo(Boolean.class)
        .one();
  }

  @Override
  public boolean markVerified(TenantTx tx, PrincipalId id, EmailAddress address) {
    return tx.effect()
            .createUpdate(
                """
                UPDATE email_address SET verified_at = coalesce(verified_at, :now)
                WHERE tenant_id = :tenant AND principal_id = :id AND normalized = :normalized
                """)
            .bind("tenant", tx.tenant().value())
            .bind("id", id.value())
            .bind("normalized", address.normalized())
            .bind("now", tx.now())
            .execute()
        == 1;
  }

  @Override
  public boolean changeAddress(TenantTx tx, PrincipalId id, EmailAddress address) {
    removeAddress(tx, id);
    return putAddress(tx, id, address, true);
  }

  @Override
  public void removeAddress(TenantTx tx, PrincipalId id) {
    tx.effect()
        .createUpdate("DELETE FROM email_address WHERE tenant_id = :tenant AND principal_id = :id")
        .bind("tenant", tx.tenant().value())
        .bind("id", id.value())
        .execute();
  }

  @Override
  public void disable(TenantTx tx, PrincipalId id) {
    setStatus(tx, id, "disabled");
  }

  @Override
  public void enable(TenantTx tx, PrincipalId id) {
    setStatus(tx, id, "active");
  }

  private static void setStatus(TenantTx tx, PrincipalId id, String status) {
    tx.effect()
        .createUpdate(
            "UPDATE principal SET status = :status WHERE tenant_id = :tenant AND principal_id = :id")
        .bind("status", status)
        .bind("tenant", tx.tenant().value())
        .bind("id", id.value())
        .execute();
  }
}
