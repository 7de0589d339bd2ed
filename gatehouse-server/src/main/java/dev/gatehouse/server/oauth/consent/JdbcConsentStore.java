package dev.gatehouse.server.oauth.consent;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.oauth.grant.Scopes;
import dev.gatehouse.server.storage.TenantTx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Consent in {@code consent}. */
final class JdbcConsentStore implements ConsentStore {
  /** Whether the client it was given to is gone; one of the same id may be there by now. */
  private static final String ENDED =
      """
      EXISTS (SELECT FROM revocation r WHERE r.realm_id = :realm AND r.rs > consent.rs
        AND r.subject = 'client:' || lower(consent.client_id))
      """;

  private static final String FIND =
      """
      SELECT scopes FROM consent
      WHERE tenant_id = :tenant AND principal_id = :principal AND client_id = :client AND NOT
      """
          + ENDED;

  @Override
  public Scopes find(TenantTx tx, PrincipalId principal, ClientId client) {
    return scopes(tx, FIND, principal, client);
  }

  @Override
  public Scopes hold(TenantTx tx, PrincipalId principal, ClientId client) {
    return scopes(tx, FIND + " FOR KEY SHARE", principal, client);
  }

  @Override
  public void lock(TenantTx tx, PrincipalId principal, ClientId client) {
    scopes(tx, FIND + " FOR UPDATE", principal, client);
  }

  private static Scopes scopes(TenantTx tx, String sql, PrincipalId principal, ClientId client) {
    return tx.read()
        .createQuery(sql)
        .bind("realm", tx.realm().value())
        .bind("tenant", tx.tenant().value())
        .bind("principal", principal.value())
        .bind("client", client.value())
        .map((row, context) -> scopes(row))
        .findOne()
        .orElse(Scopes.NONE);
  }

  private static Scopes scopes(ResultSet row) throws SQLException {
    return Scopes.of(List.of((String[]) row.getArray("scopes").getArray()));
  }

  @Override
  public List<Consent> all(TenantTx tx, PrincipalId principal) {
    return tx.read()
        .createQuery(
            """
            SELECT client_id, scopes, granted_at FROM consent
            WHERE tenant_id = :tenant AND principal_id = :principal AND NOT
            """
                + ENDED)
        .bind("realm", tx.realm().value())
        .bind("tenant", tx.tenant().value())
        .bind("principal", principal.value())
        .map((row, context) ->
            new Consent(
                new ClientId(row.getString("client_id")),
                scopes(row),
                row.getTimestamp("granted_at").toInstant()))
        .list();
  }

  @Override
  public boolean withdraw(TenantTx tx, PrincipalId principal, ClientId client) {
    return tx.effect()
            .createUpdate(
                """
                DELETE FROM consent
                WHERE tenant_id = :tenant AND principal_id = :principal AND client_id = :client
                """)
            .bind("tenant", tx.tenant().value())
            .bind("principal", principal.value())
            .bind("client", client.value())
            .execute()
        == 1;
  }

  @Override
  public void allow(TenantTx tx, PrincipalId principal, ClientId client, Scopes scopes) {
    tx.effect()
        .createUpdate(
            """
            INSERT INTO consent (tenant_id, principal_id, client_id, scopes, granted_at, rs)
            VALUES (:tenant, :principal, :client, :scopes, :now, (SELECT rs FROM realm WHERE realm_id = :realm))
            ON CONFLICT (tenant_id, principal_id, client_id) DO UPDATE
            SET scopes = CASE WHEN %s THEN excluded.scopes ELSE
                (SELECT array_agg(DISTINCT each ORDER BY each) FROM unnest(consent.scopes || excluded.scopes) each) END,
              granted_at = excluded.granted_at, rs = excluded.rs
            """
                .formatted(ENDED))
        .bind("realm", tx.realm().value())
        .bind("tenant", tx.tenant().value())
        .bind("principal", principal.value())
        .bind("client", client.value())
        .bindArray("scopes", String.class, scopes.names())
        .bind("now", tx.now())
        .execute();
  }
}
