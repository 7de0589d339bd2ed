package dev.gatehouse.server.oauth.family;

import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.SessionId;
import dev.gatehouse.server.oauth.code.AuthorizationCode;
import dev.gatehouse.server.oauth.grant.GrantedClaims;
import dev.gatehouse.server.oauth.grant.Subject;
import dev.gatehouse.server.principal.RoleGrantStore;
import dev.gatehouse.server.storage.Sql;
import dev.gatehouse.server.storage.TenantTx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Standing read from sessions, principals, tenants and revocations. */
final class JdbcStandingStore implements StandingStore {
  /**
   * What tokens say of a subject; {@code s}, {@code p} and {@code e} are session, person, address.
   */
  static final String SUBJECT_COLUMNS =
      """
      p.principal_id, p.name, %s AS roles, %s AS roles_end, e.address, (e.verified_at IS NOT NULL) AS verified, s.session_id,
      s.auth_time, s.acr, s.amr, s.mfa, least(s.expires_at, s.idle_expires_at) AS session_expires,
      (SELECT rs FROM realm WHERE realm_id = :realm) AS rs
      """
          .formatted(RoleGrantStore.ROLES, RoleGrantStore.ROLES_END);

  static final String SESSION_LIVE =
      "(s.ended_at IS NULL AND s.idle_expires_at > :now AND s.expires_at > :now)";

  private static final Sql FIND =
      Sql.of(
          """
          SELECT %s, (p.status = 'active' AND t.status = 'active') AS active, %s AS session_live,
            EXISTS (SELECT FROM revocation r WHERE r.realm_id = :realm AND r.rs > :since AND r.subject IN (
              'realm:' || :realm, 'client:' || lower(:client), 'tenant:' || s.tenant_id,
              'principal:' || s.principal_id, 'session:' || s.session_id)) AS revoked
          FROM session s
            JOIN principal p ON p.tenant_id = s.tenant_id AND p.principal_id = s.principal_id
            JOIN tenant t ON t.tenant_id = s.tenant_id
            LEFT JOIN email_address e ON e.tenant_id = p.tenant_id AND e.principal_id = p.principal_id
          WHERE s.tenant_id = :tenant AND s.session_id = :session AND s.principal_id = :principal
          """
              .formatted(SUBJECT_COLUMNS, SESSION_LIVE));

  private static final Sql BEHIND =
      Sql.of(
          """
          SELECT p.name, %2$s AS roles, e.address, (e.verified_at IS NOT NULL) AS verified, f.claims
          FROM token_family f
            JOIN principal p ON p.tenant_id = f.tenant_id AND p.principal_id = f.principal_id AND p.status = 'active'
            JOIN tenant t ON t.tenant_id = f.tenant_id AND t.status = 'active'
            JOIN session s ON s.tenant_id = f.tenant_id AND s.session_id = f.session_id
            LEFT JOIN email_address e ON e.tenant_id = p.tenant_id AND e.principal_id = p.principal_id
          WHERE f.tenant_id = :tenant AND f.family_id = :family AND f.principal_id = :principal
            AND f.revoked_at IS NULL AND f.expires_at > :now AND (f.offline OR %1$s) AND :roles::text[] <@ %2$s
            AND NOT EXISTS (SELECT FROM revocation r WHERE r.realm_id = :realm AND r.rs > :since AND r.subject IN (
              'realm:' || :realm, 'client:' || lower(f.client_id), 'tenant:' || f.tenant_id,
              'principal:' || f.principal_id, 'roles:' || f.principal_id, 'family:' || f.family_id,
              'session:' || f.session_id))
          """
              .formatted(SESSION_LIVE, RoleGrantStore.ROLES));

  @Override
  public Standing find(TenantTx tx, AuthorizationCode.Holder holder, long rs) {
    return tx.read(FIND)
        .set("tenant", tx.tenant().value())
        .set("realm", tx.realm().value())
        .set("client", holder.client().value())
        .set("session", holder.session().value())
        .set("principal", holder.principal().value())
        .set("since", rs)
        .set("now", tx.now())
        .first(JdbcStandingStore::standing)
        .orElseGet(() -> new Standing.Lost(Reason.GRANT_SESSION_ENDED));
  }

  private static Standing standing(ResultSet row) throws SQLException {
    if (!row.getBoolean("active")) {
      return new Standing.Lost(Reason.GRANT_PRINCIPAL_DISABLED);
    }
    if (!row.getBoolean("session_live") || row.getBoolean("revoked")) {
      return new Standing.Lost(Reason.GRANT_SESSION_ENDED);
    }
    return new Standing.Good(subject(row));
  }

  /** Reads {@link #SUBJECT_COLUMNS}. */
  static Subject subject(ResultSet row) throws SQLException {
    return new Subject(
        new PrincipalId(row.getObject("principal_id", UUID.class)),
        new SessionId(row.getObject("session_id", UUID.class)),
        person(row),
        new Subject.Authentication(
            row.getTimestamp("auth_time").toInstant(),
            row.getString("acr"),
            texts(row, "amr"),
            row.getBoolean("mfa")),
        texts(row, "roles"),
        Optional.ofNullable(row.getTimestamp("roles_end")).map(Timestamp::toInstant),
        row.getLong("rs"),
        row.getTimestamp("session_expires").toInstant());
  }

  private static Subject.Person person(ResultSet row) throws SQLException {
    String address = row.getString("address");
    return new Subject.Person(
        row.getString("name"), address == null ? "" : address, row.getBoolean("verified"));
  }

  static List<String> texts(ResultSet row, String column) throws SQLException {
    return List.of((String[]) row.getArray(column).getArray());
  }

  @Override
  public Optional<Behind> behind(TenantTx tx, Presented token) {
    return tx.read(BEHIND)
        .set("tenant", tx.tenant().value())
        .set("realm", tx.realm().value())
        .set("family", token.family())
        .set("principal", token.principal().value())
        .set("since", token.rs())
        .set("roles", token.roles())
        .set("now", tx.now())
        .first(row ->
            new Behind(person(row), GrantedClaims.read(texts(row, "claims")), texts(row, "roles")));
  }
}
