package dev.gatehouse.server.oauth.code;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.SessionId;
import dev.gatehouse.server.oauth.grant.Confinement;
import dev.gatehouse.server.oauth.grant.GrantedClaims;
import dev.gatehouse.server.oauth.grant.Scopes;
import dev.gatehouse.server.storage.Sql;
import dev.gatehouse.server.storage.TenantTx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Codes in {@code authorization_code}. */
final class JdbcCodeStore implements CodeStore {
  private static final Sql REDEEM =
      Sql.of(
          """
          UPDATE authorization_code c SET redeemed_at = coalesce(before.redeemed_at, :now)
          FROM (SELECT tenant_id, code_id, redeemed_at FROM authorization_code
            WHERE tenant_id = :tenant AND code_id = :id AND digest = :digest FOR UPDATE) before
          WHERE c.tenant_id = before.tenant_id AND c.code_id = before.code_id
          RETURNING before.redeemed_at AS redeemed_before, c.code_id, c.family_id, c.client_id, c.principal_id,
            c.session_id, c.redirect_uri, c.scopes, c.claims, c.nonce, c.code_challenge,
            c.audiences, c.dpop_key, c.rs, c.expires_at
          """);

  @Override
  public void insert(TenantTx tx, AuthorizationCode code, byte[] digest) {
    tx.effect()
        .createUpdate(
            """
            INSERT INTO authorization_code (tenant_id, code_id, family_id, digest, client_id, principal_id, session_id,
              redirect_uri, scopes, claims, nonce, code_challenge, audiences, dpop_key, rs, created_at, expires_at)
            VALUES (:tenant, :id, :family, :digest, :client, :principal, :session,
              :redirectUri, :scopes, :claims, :nonce, :challenge, :audiences, :key, :rs, :now, :expires)
            """)
        .bind("tenant", tx.tenant().value())
        .bind("id", code.id())
        .bind("family", code.family())
        .bind("digest", digest)
        .bind("client", code.holder().client().value())
        .bind("principal", code.holder().principal().value())
        .bind("session", code.holder().session().value())
        .bind("redirectUri", code.redirectUri())
        .bindArray("scopes", String.class, code.scopes().names())
        .bindArray("claims", String.class, code.claims().stored())
        .bind("nonce", code.nonce().orElse(null))
        .bind("challenge", code.codeChallenge().orElse(null))
        .bindArray("audiences", String.class, code.confinement().audiences())
        .bind("key", code.confinement().key().orElse(null))
        .bind("rs", code.rs())
        .bind("now", tx.now())
        .bind("expires", code.expiresAt())
        .execute();
  }

  /** One statement: the row is locked, its state before is returned, and it is redeemed after. */
  @Override
  public Redemption redeem(TenantTx tx, UUID id, byte[] digest) {
    return tx.lasting(REDEEM)
        .set("tenant", tx.tenant().value())
        .set("id", id)
        .set("digest", digest)
        .set("now", tx.now())
        .first(row -> redemption(row, tx.now()))
        .orElseGet(Redemption.Unknown::new);
  }

  @Override
  public void lockPending(TenantTx tx, PrincipalId principal, ClientId client) {
    tx.read()
        .createQuery(
            """
            SELECT code_id FROM authorization_code
            WHERE tenant_id = :tenant AND principal_id = :principal AND client_id = :client
              AND redeemed_at IS NULL AND expires_at > :now
            ORDER BY code_id FOR UPDATE
            """)
        .bind("tenant", tx.tenant().value())
        .bind("principal", principal.value())
        .bind("client", client.value())
        .bind("now", tx.now())
        .mapTo(UUID.class)
        .list();
  }

  @Override
  public int expirePending(TenantTx tx, PrincipalId principal, ClientId client) {
    return tx.effect()
        .createUpdate(
            """
            UPDATE authorization_code SET expires_at = :now
            WHERE tenant_id = :tenant AND principal_id = :principal AND client_id = :client
              AND redeemed_at IS NULL AND expires_at > :now
            """)
        .bind("tenant", tx.tenant().value())
        .bind("principal", principal.value())
        .bind("client", client.value())
        .bind("now", tx.now())
        .execute();
  }

  private static Redemption redemption(ResultSet row, Instant now) throws SQLException {
    AuthorizationCode code = code(row);
    if (row.getTimestamp("redeemed_before") != null) {
      return new Redemption.Replayed(code);
    }
    return now.isBefore(code.expiresAt())
        ? new Redemption.Redeemed(code)
        : new Redemption.Expired(code);
  }

  private static AuthorizationCode code(ResultSet row) throws SQLException {
    return new AuthorizationCode(
        row.getObject("code_id", UUID.class),
        row.getObject("family_id", UUID.class),
        new AuthorizationCode.Holder(
            new ClientId(row.getString("client_id")),
            new PrincipalId(row.getObject("principal_id", UUID.class)),
            new SessionId(row.getObject("session_id", UUID.class))),
        row.getString("redirect_uri"),
        Scopes.of(List.of((String[]) row.getArray("scopes").getArray())),
        GrantedClaims.read(List.of((String[]) row.getArray("claims").getArray())),
        Optional.ofNullable(row.getString("nonce")),
        Optional.ofNullable(row.getString("code_challenge")),
        new Confinement(
            List.of((String[]) row.getArray("audiences").getArray()),
            Optional.ofNullable(row.getString("dpop_key"))),
        row.getLong("rs"),
        row.getTimestamp("expires_at").toInstant());
  }
}
