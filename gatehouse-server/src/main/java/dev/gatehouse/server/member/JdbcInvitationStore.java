package dev.gatehouse.server.member;

import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.principal.EmailAddress;
import dev.gatehouse.server.storage.TenantTx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.Query;

/** Invitations in {@code invitation}. */
final class JdbcInvitationStore implements InvitationStore {
  private static final String SELECT =
      """
      SELECT invitation_id, link_id, address, role, role_ends_at, language, invited_by, created_at, expires_at
      FROM invitation WHERE tenant_id = :tenant
      """;

  @Override
  public UUID put(TenantTx tx, Invitation invitation) {
    return tx.effect()
        .createQuery(
            """
            INSERT INTO invitation (tenant_id, invitation_id, link_id, address, normalized, role, role_ends_at, language,
              invited_by, created_at, expires_at)
            VALUES (:tenant, :id, :link, :address, :normalized, :role, :roleEnd, :language, :by, :now, :expires)
            ON CONFLICT (tenant_id, normalized) DO UPDATE SET link_id = excluded.link_id, address = excluded.address,
              role = excluded.role, role_ends_at = excluded.role_ends_at, language = excluded.language,
              invited_by = excluded.invited_by, created_at = excluded.created_at, expires_at = excluded.expires_at
            RETURNING invitation_id
            """)
        .bind("tenant", tx.tenant().value())
        .bind("id", invitation.id())
        .bind("link", invitation.link())
        .bind("address", invitation.address().address())
        .bind("normalized", invitation.address().normalized())
        .bind("role", invitation.role())
        .bindByType(
            "roleEnd", invitation.roleEndsAt().map(Timestamp::from).orElse(null), Timestamp.class)
        .bind("language", invitation.language())
        .bindByType("by", invitation.by().map(PrincipalId::value).orElse(null), UUID.class)
        .bind("now", tx.now())
        .bind("expires", invitation.expiresAt())
        .mapTo(UUID.class)
        .one();
  }

  @Override
  public boolean renew(TenantTx tx, UUID invitation, UUID link, Instant expiresAt) {
    return tx.effect()
            .createUpdate(
                """
                UPDATE invitation SET link_id = :link, expires_at = :expires
                WHERE tenant_id = :tenant AND invitation_id = :id
                """)
            .bind("tenant", tx.tenant().value())
            .bind("id", invitation)
            .bind("link", link)
            .bind("expires", expiresAt)
            .execute()
        == 1;
  }

  @Override
  public Optional<Invitation> find(TenantTx tx, UUID invitation) {
    return in(tx, tx.read().createQuery(SELECT + " AND invitation_id = :id").bind("id", invitation))
        .map((row, context) -> invitation(row))
        .findOne();
  }

  @Override
  public Optional<Invitation> byLink(TenantTx tx, UUID link) {
    return in(tx, tx.read().createQuery(SELECT + " AND link_id = :link").bind("link", link))
        .map((row, context) -> invitation(row))
        .findOne();
  }

  @Override
  public List<Invitation> all(TenantTx tx, int most) {
    return in(
            tx,
            tx.read()
                .createQuery(SELECT + " ORDER BY created_at DESC, invitation_id LIMIT :most")
                .bind("most", most))
        .map((row, context) -> invitation(row))
        .list();
  }

  private static Query in(TenantTx tx, Query query) {
    return query.bind("tenant", tx.tenant().value());
  }

  private static Invitation invitation(ResultSet row) throws SQLException {
    Timestamp roleEnd = row.getTimestamp("role_ends_at");
    UUID by = row.getObject("invited_by", UUID.class);
    return new Invitation(
        row.getObject("invitation_id", UUID.class),
        row.getObject("link_id", UUID.class),
        EmailAddress.parse(row.getString("address")).orElseThrow(),
        row.getString("role"),
        Optional.ofNullable(roleEnd).map(Timestamp::toInstant),
        row.getString("language"),
        Optional.ofNullable(by).map(PrincipalId::new),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("expires_at").toInstant());
  }

  @Override
  public boolean remove(TenantTx tx, UUID invitation) {
    return tx.effect()
            .createUpdate(
                "DELETE FROM invitation WHERE tenant_id = :tenant AND invitation_id = :id")
            .bind("tenant", tx.tenant().value())
            .bind("id", invitation)
            .execute()
        == 1;
  }
}
