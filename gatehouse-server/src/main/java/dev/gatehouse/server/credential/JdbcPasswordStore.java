package dev.gatehouse.server.credential;

import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.storage.TenantTx;
import java.util.Optional;
import org.jdbi.v3.core.statement.Update;

/** Hashes in {@code password}. */
final class JdbcPasswordStore implements PasswordStore {
  @Override
  public Optional<String> find(TenantTx tx, PrincipalId person) {
    return tx.read()
        .createQuery(
            "SELECT hash FROM password WHERE tenant_id = :tenant AND principal_id = :person")
        .bind("tenant", tx.tenant().value())
        .bind("person", person.value())
        .mapTo(String.class)
        .findOne();
  }

  @Override
  public void put(TenantTx tx, PrincipalId person, String hash) {
    update(
            tx,
            """
            INSERT INTO password (tenant_id, principal_id, hash, changed_at)
            VALUES (:tenant, :person, :hash, :now)
            ON CONFLICT (tenant_id, principal_id)
            DO UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at
            """,
            person)
        .bind("hash", hash)
        .bind("now", tx.now())
        .execute();
  }

  @Override
  public boolean rehash(TenantTx tx, PrincipalId person, String old, String hash) {
    return update(
                tx,
                """
                UPDATE password SET hash = :hash
                WHERE tenant_id = :tenant AND principal_id = :person AND hash = :old
                """,
                person)
            .bind("hash", hash)
            .bind("old", old)
            .execute()
        == 1;
  }

  @Override
  public void remove(TenantTx tx, PrincipalId person) {
    update(tx, "DELETE FROM password WHERE tenant_id = :tenant AND principal_id = :person", person)
        .execute();
  }

  private static Update update(TenantTx tx, String sql, PrincipalId person) {
    return tx.effect()
        .createUpdate(sql)
        .bind("tenant", tx.tenant().value())
        .bind("person", person.value());
  }
}
