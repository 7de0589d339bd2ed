package dev.gatehouse.server.principal;

import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.principal.LoginIndex.Candidate;
import dev.gatehouse.server.storage.RealmTx;
import dev.gatehouse.server.storage.TenantTx;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.Update;

/** The index in {@code login_index}. */
final class JdbcLoginIndexStore implements LoginIndexStore {
  /** An address in more organisations than this is not a person's any more. */
  private static final int MOST = 200;

  @Override
  public List<Candidate> candidates(RealmTx tx, byte[] addressMac) {
    return tx.read()
        .createQuery(
            """
            SELECT tenant_id, principal_id, verified, last_used_at FROM login_index
            WHERE realm_id = :realm AND address_mac = :mac
            ORDER BY verified DESC, last_used_at DESC NULLS LAST, principal_id
            LIMIT :most
            """)
        .bind("realm", tx.realm().value())
        .bind("mac", addressMac)
        .bind("most", MOST)
        .map((row, context) ->
            new Candidate(
                new TenantId(row.getObject("tenant_id", UUID.class)),
                new PrincipalId(row.getObject("principal_id", UUID.class)),
                row.getBoolean("verified"),
                Optional.ofNullable(row.getTimestamp("last_used_at")).map(Timestamp::toInstant)))
        .list();
  }

  @Override
  public void put(TenantTx tx, byte[] addressMac, PrincipalId principal, boolean verified) {
    bind(
            tx,
            """
            INSERT INTO login_index (realm_id, address_mac, tenant_id, principal_id, verified)
            VALUES (:realm, :mac, :tenant, :principal, :verified)
            ON CONFLICT (realm_id, address_mac, tenant_id, principal_id) DO UPDATE
            SET verified = login_index.verified OR excluded.verified
            """,
            principal)
        .bind("mac", addressMac)
        .bind("verified", verified)
        .execute();
  }

  @Override
  public void markVerified(TenantTx tx, byte[] addressMac, PrincipalId principal) {
    bind(
            tx,
            """
            UPDATE login_index SET verified = true
            WHERE realm_id = :realm AND address_mac = :mac AND tenant_id = :tenant AND principal_id = :principal
            """,
            principal)
        .bind("mac", addressMac)
        .execute();
  }

  @Override
  public void touch(TenantTx tx, byte[] addressMac, PrincipalId principal) {
    bind(
            tx,
            """
            UPDATE login_index SET last_used_at = :now
            WHERE realm_id = :realm AND address_mac = :mac AND tenant_id = :tenant AND principal_id = :principal
            """,
            principal)
        .bind("mac", addressMac)
        .bind("now", tx.now())
        .execute();
  }

  @Override
  public void remove(TenantTx tx, PrincipalId principal) {
    bind(
            tx,
            """
            DELETE FROM login_index
            WHERE realm_id = :realm AND tenant_id = :tenant AND principal_id = :principal
            """,
            principal)
        .execute();
  }

  private static Update bind(TenantTx tx, String sql, PrincipalId principal) {
    return tx.effect()
        .createUpdate(sql)
        .bind("realm", tx.realm().value())
        .bind("tenant", tx.tenant().value())
        .bind("principal", principal.value());
  }
}
