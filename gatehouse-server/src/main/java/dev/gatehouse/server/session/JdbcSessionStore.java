package dev.gatehouse.server.session;

import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.kernel.SessionId;
import dev.gatehouse.server.principal.RoleGrantStore;
import dev.gatehouse.server.storage.TenantTx;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Sessions in {@code session}; a living one is found with its person and tenant in one statement.
 */
final class JdbcSessionStore implements SessionStore {
  private static final String ALIVE =
      """
      s.tenant_id = :tenant AND s.realm_id = :realm AND s.ended_at IS NULL
        AND s.idle_expires_at > :now AND s.expires_at > :now
        AND NOT EXISTS (
          SELECT 1 FROM revocation r
          WHERE r.realm_id = s.realm_id AND r.rs > s.rs AND r.subject IN (
            'session:' || s.session_id, 'principal:' || s.principal_id,
            'tenant:' || s.tenant_id, 'realm:' || s.realm_id))
      """;

  @Override
  public void insert(TenantTx tx, Row row) {
    NewSession beginning = row.beginning();
    tx.effect()
        .createUpdate(
            """
            INSERT INTO session (tenant_id, session_id, realm_id, principal_id, digest, amr, acr, mfa,
              auth_time, created_at, seen_at, idle_expires_at, expires_at, ip, user_agent, device, risk, rs)
            VALUES (:tenant, :id, :realm, :principal, :digest, :amr, :acr, :mfa,
              :now, :now, :now, :idleEnd, :end, :ip, :agent, :device, 'low', :rs)
            """)
        .bind("tenant", tx.tenant().value())
        .bind("id", row.id().value())
        .bind("realm", tx.realm().value())
        .bind("principal", beginning.principal().value())
        .bind("digest", row.digest())
        .bindArray("amr", String.class, beginning.evidence().amr())
        .bind("acr", beginning.evidence().acr())
        .bind("mfa", beginning.evidence().mfa())
        .bind("now", tx.now())
        .bind("idleEnd", row.idleExpiresAt())
        .bind("end", row.expiresAt())
        .bind("ip", beginning.origin().address())
        .bind("agent", beginning.origin().userAgent())
        .bind("device", beginning.device().words())
        .bind("rs", row.rs())
        .execute();
  }

  @Override
  public Optional<Living> findLiving(TenantTx tx, SessionId id, Secret cookie) {
    return tx.read()
        .createQuery(
            """
            SELECT s.session_id, s.principal_id, s.digest, s.amr, s.acr, s.mfa, s.auth_time, s.seen_at,
              s.expires_at, p.name, e.address, t.name AS organisation, t.slug,
            """
                + RoleGrantStore.ROLES
                + """
                 AS roles
                FROM session s
                JOIN principal p USING (tenant_id, principal_id)
                JOIN email_address e USING (tenant_id, principal_id)
                JOIN tenant t USING (tenant_id)
                WHERE s.session_id = :id AND p.status = 'active' AND t.status = 'active' AND
                """
                + ALIVE)
        .bind("id", id.value())
        .bind("tenant", tx.tenant().value())
        .bind("realm", tx.realm().value())
        .bind("now", tx.now())
        .map((row, context) -> living(tx, row, cookie))
        .findOne();
  }

  private static Living living(TenantTx tx, ResultSet row, Secret cookie) throws SQLException {
    SignedIn signedIn =
        new SignedIn(
            new SessionId(row.getObject("session_id", UUID.class)),
            tx.tenant(),
            new PrincipalId(row.getObject("principal_id", UUID.class)),
            row.getTimestamp("auth_time").toInstant(),
            texts(row.getArray("amr")),
            row.getString("acr"),
            row.getBoolean("mfa"),
            row.getString("name"),
            row.getString("address"),
            row.getString("organisation"),
            row.getString("slug"),
            texts(row.getArray("roles")),
            cookie);
    return new Living(
        signedIn,
        row.getBytes("digest"),
        row.getTimestamp("seen_at").toInstant(),
        row.getTimestamp("expires_at").toInstant());
  }

  private static List<String> texts(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }

  @Override
  public void touch(TenantTx tx, SessionId id, Instant idleExpiresAt, String address) {
    tx.lasting()
        .createUpdate(
            """
            UPDATE session SET seen_at = :now, idle_expires_at = :idleEnd, ip = :ip
            WHERE tenant_id = :tenant AND session_id = :id AND ended_at IS NULL AND seen_at < :now
            """)
        .bind("now", tx.now())
        .bind("idleEnd", idleExpiresAt)
        .bind("ip", address)
        .bind("tenant", tx.tenant().value())
        .bind("id", id.value())
        .execute();
  }

  @Override
  public void lock(TenantTx tx, SessionId id) {
    tx.read()
        .createQuery(
            "SELECT 1 FROM session WHERE tenant_id = :tenant AND session_id = :id FOR UPDATE")
        .bind("tenant", tx.tenant().value())
        .bind("id", id.value())
        .mapTo(Integer.class)
        .findOne();
  }

  @Override
  public boolean replaceDigest(TenantTx tx, SessionId id, byte[] old, byte[] fresh, long rs) {
    return tx.effect()
            .createUpdate(
                """
                UPDATE session SET digest = :fresh, rs = :rs
                WHERE tenant_id = :tenant AND session_id = :id AND digest = :old AND ended_at IS NULL
                """)
            .bind("fresh", fresh)
            .bind("rs", rs)
            .bind("tenant", tx.tenant().value())
            .bind("id", id.value())
            .bind("old", old)
            .execute()
        == 1;
  }

  @Override
  public boolean end(TenantTx tx, PrincipalId principal, SessionId id, String reason) {
    return tx.effect()
            .createUpdate(
                """
                UPDATE session SET ended_at = :now, end_reason = :reason
                WHERE tenant_id = :tenant AND session_id = :id AND principal_id = :principal
                  AND realm_id = :realm AND ended_at IS NULL
                """)
            .bind("now", tx.now())
            .bind("reason", reason)
            .bind("tenant", tx.tenant().value())
            .bind("id", id.value())
            .bind("principal", principal.value())
            .bind("realm", tx.realm().value())
            .execute()
        == 1;
  }

  @Override
  public List<SessionId> endAll(
      TenantTx tx, PrincipalId principal, Optional<SessionId> except, String reason) {
    return tx.effect()
        .createQuery(
            """
            UPDATE session SET ended_at = :now, end_reason = :reason
            WHERE tenant_id = :tenant AND principal_id = :principal AND realm_id = :realm
              AND ended_at IS NULL AND session_id IS DISTINCT FROM :except
            RETURNING session_id
            """)
        .bind("now", tx.now())
        .bind("reason", reason)
        .bind("tenant", tx.tenant().value())
        .bind("principal", principal.value())
        .bind("realm", tx.realm().value())
        .bindByType("except", except.map(SessionId::value).orElse(null), UUID.class)
        .mapTo(UUID.class)
        .map(SessionId::new)
        .list();
  }

  @Override
  public List<SessionId> endTenant(TenantTx tx, String reason) {
    return tx.effect()
        .createQuery(
            """
            UPDATE session SET ended_at = :now, end_reason = :reason
            WHERE tenant_id = :tenant AND realm_id = :realm AND ended_at IS NULL
            RETURNING session_id
            """)
        .bind("now", tx.now())
        .bind("reason", reason)
        .bind("tenant", tx.tenant().value())
        .bind("realm", tx.realm().value())
        .mapTo(UUID.class)
        .map(SessionId::new)
        .list();
  }

  @Override
  public List<MemberSession> ofTenant(
      TenantTx tx, Optional<PrincipalId> principal, Optional<SessionId> after, int limit) {
    return tx.read()
        .createQuery(
            """
            SELECT s.principal_id, s.session_id, s.user_agent, s.ip, s.auth_time, s.seen_at, s.risk
            FROM session s
            WHERE (:principal::uuid IS NULL OR s.principal_id = :principal)
              AND (:after::uuid IS NULL OR s.session_id < :after) AND
            """
                + ALIVE
                + " ORDER BY s.session_id DESC LIMIT :limit")
        .bindByType("principal", principal.map(PrincipalId::value).orElse(null), UUID.class)
        .bindByType("after", after.map(SessionId::value).orElse(null), UUID.class)
        .bind("tenant", tx.tenant().value())
        .bind("realm", tx.realm().value())
        .bind("now", tx.now())
        .bind("limit", limit)
        .map((row, context) ->
            new MemberSession(
                new PrincipalId(row.getObject("principal_id", UUID.class)), entry(row)))
        .list();
  }

  @Override
  public Optional<PrincipalId> principalOf(TenantTx tx, SessionId id) {
    return tx.read()
        .createQuery("SELECT s.principal_id FROM session s WHERE s.session_id = :id AND " + ALIVE)
        .bind("id", id.value())
        .bind("tenant", tx.tenant().value())
        .bind("realm", tx.realm().value())
        .bind("now", tx.now())
        .mapTo(UUID.class)
        .findOne()
        .map(PrincipalId::new);
  }

  @Override
  public List<SessionEntry> list(TenantTx tx, PrincipalId principal) {
    return tx.read()
        .createQuery(
            """
            SELECT s.session_id, s.user_agent, s.ip, s.auth_time, s.seen_at, s.risk FROM session s
            WHERE s.principal_id = :principal AND
            """
                + ALIVE
                + " ORDER BY s.seen_at DESC, s.session_id")
        .bind("principal", principal.value())
        .bind("tenant", tx.tenant().value())
        .bind("realm", tx.realm().value())
        .bind("now", tx.now())
        .map((row, context) -> entry(row))
        .list();
  }

  private static SessionEntry entry(ResultSet row) throws SQLException {
    return new SessionEntry(
        new SessionId(row.getObject("session_id", UUID.class)),
        row.getString("user_agent"),
        row.getString("ip"),
        row.getTimestamp("auth_time").toInstant(),
        row.getTimestamp("seen_at").toInstant(),
        Risk.valueOf(row.getString("risk").toUpperCase(Locale.ROOT)));
  }
}
