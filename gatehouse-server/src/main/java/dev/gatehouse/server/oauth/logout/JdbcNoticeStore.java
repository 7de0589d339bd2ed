package dev.gatehouse.server.oauth.logout;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.SessionId;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.storage.TenantTx;
import dev.gatehouse.server.storage.WorkerTx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.Update;

/** Notices in {@code logout_notice}. */
final class JdbcNoticeStore implements NoticeStore {
  @Override
  public void insert(TenantTx tx, List<SessionId> sessions, Collection<ClientId> clients) {
    tx.effect()
        .createUpdate(
            """
            INSERT INTO logout_notice (tenant_id, session_id, client_id, realm_id, principal_id, next_attempt_at, created_at)
            SELECT DISTINCT f.tenant_id, f.session_id, f.client_id, f.realm_id, f.principal_id, :now::timestamptz, :now::timestamptz
            FROM token_family f
            WHERE f.tenant_id = :tenant AND f.session_id = ANY (:sessions)
              AND (f.client_id = ANY (:clients) OR EXISTS (SELECT FROM client c
                WHERE c.realm_id = f.realm_id AND c.client_id = f.client_id AND c.wants_logout))
            ON CONFLICT DO NOTHING
            """)
        .bind("now", tx.now())
        .bind("tenant", tx.tenant().value())
        .bindArray("sessions", UUID.class, sessions.stream().map(SessionId::value).toList())
        .bindArray("clients", String.class, clients.stream().map(ClientId::value).toList())
        .execute();
  }

  @Override
  public Optional<Claimed> claim(WorkerTx tx, Duration lease, Collection<String> busy) {
    return tx.statements()
        .createQuery(
            """
            UPDATE logout_notice SET attempts = attempts + 1, next_attempt_at = :leased
            WHERE (tenant_id, session_id, client_id) = (
              SELECT tenant_id, session_id, client_id FROM logout_notice
              WHERE delivered_at IS NULL AND given_up_at IS NULL AND next_attempt_at <= :now
                AND realm_id || ' ' || client_id <> ALL (:busy)
              ORDER BY next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING realm_id, tenant_id, session_id, client_id, principal_id, attempts
            """)
        .bind("now", tx.now())
        .bind("leased", tx.now().plus(lease))
        .bindArray("busy", String.class, busy)
        .map((row, context) -> claimed(row))
        .findOne();
  }

  private static Claimed claimed(ResultSet row) throws SQLException {
    return new Claimed(
        new RealmId(row.getString("realm_id")),
        new TenantId(row.getObject("tenant_id", UUID.class)),
        new SessionId(row.getObject("session_id", UUID.class)),
        new ClientId(row.getString("client_id")),
        new PrincipalId(row.getObject("principal_id", UUID.class)),
        row.getInt("attempts"));
  }

  @Override
  public void delivered(WorkerTx tx, Claimed notice) {
    bind(tx, "delivered_at = :now, last_error = NULL", notice).execute();
  }

  @Override
  public void retry(WorkerTx tx, Claimed notice, Instant at, String error) {
    bind(tx, "next_attempt_at = :at, last_error = :error", notice)
        .bind("at", at)
        .bind("error", error)
        .execute();
  }

  @Override
  public void giveUp(WorkerTx tx, Claimed notice, String error) {
    bind(tx, "given_up_at = :now, last_error = :error", notice).bind("error", error).execute();
  }

  /** Only while the claim is the last one: a worker that was too slow changes nothing any more. */
  private static Update bind(WorkerTx tx, String assignment, Claimed notice) {
    return tx.statements()
        .createUpdate(
            "UPDATE logout_notice SET "
                + assignment
                + " WHERE tenant_id = :tenant AND session_id = :session AND client_id = :client"
                + " AND attempts = :attempt AND delivered_at IS NULL AND given_up_at IS NULL")
        .bind("tenant", notice.tenant().value())
        .bind("session", notice.session().value())
        .bind("client", notice.client().value())
        .bind("attempt", notice.attempt())
        .bind("now", tx.now());
  }

  @Override
  public int forget(WorkerTx tx, Instant before) {
    return tx.statements()
        .createUpdate(
            "DELETE FROM logout_notice WHERE coalesce(delivered_at, given_up_at) < :before")
        .bind("before", before)
        .execute();
  }
}
