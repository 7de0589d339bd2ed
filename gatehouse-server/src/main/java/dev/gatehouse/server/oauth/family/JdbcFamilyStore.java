package dev.gatehouse.server.oauth.family;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.Origin;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.SessionId;
import dev.gatehouse.server.oauth.code.AuthorizationCode;
import dev.gatehouse.server.oauth.grant.Confinement;
import dev.gatehouse.server.oauth.grant.GrantedClaims;
import dev.gatehouse.server.oauth.grant.Scopes;
import dev.gatehouse.server.storage.Call;
import dev.gatehouse.server.storage.Sql;
import dev.gatehouse.server.storage.TenantTx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.Query;

/** Families in {@code token_family}. */
final class JdbcFamilyStore implements FamilyStore {
  private static final String FAMILY_COLUMNS =
      """
      f.family_id, f.client_id, f.principal_id, f.session_id, f.offline, f.scopes, f.claims, f.audiences, f.dpop_key,
      f.rs AS family_rs,
      f.idle_expires_at, f.expires_at
      """;

  private static final String REVOKED =
      """
      (f.revoked_at IS NOT NULL OR EXISTS (SELECT FROM revocation r
        WHERE r.realm_id = :realm AND r.rs > f.rs AND r.subject IN (
          'realm:' || :realm, 'client:' || lower(f.client_id), 'tenant:' || f.tenant_id, 'principal:' || f.principal_id,
          'family:' || f.family_id, CASE WHEN f.offline THEN NULL ELSE 'session:' || f.session_id END)))
      """;

  /** Everything a family rests on. Its session counts only when it is bound to it. */
  private static final String STANDS =
      """
       f.tenant_id = :tenant AND f.family_id = :family AND f.client_id = :client
        AND f.idle_expires_at > :now AND f.expires_at > :now AND :wanted::text[] <@ f.scopes
        AND (f.dpop_key IS NULL OR f.dpop_key = :key)
        AND (f.audiences = '{}' OR f.audiences && :reachable::text[])
        AND p.tenant_id = f.tenant_id AND p.principal_id = f.principal_id AND p.status = 'active'
        AND t.tenant_id = f.tenant_id AND t.status = 'active'
        AND s.tenant_id = f.tenant_id AND s.session_id = f.session_id
        AND (f.offline OR %s) AND NOT %s
      """
          .formatted(JdbcStandingStore.SESSION_LIVE, REVOKED);

  private static final String OTHERS =
      """
      principal p LEFT JOIN email_address e ON e.tenant_id = p.tenant_id AND e.principal_id = p.principal_id,
        tenant t, session s
      """;

  private static final Sql ROTATE =
      Sql.of(
          """
          UPDATE token_family f SET digest = :successor, generation = f.generation + 1, rotated_at = :now,
            idle_expires_at = least(f.expires_at, :idleExpires)
          FROM %s WHERE f.digest = :presented AND f.generation < :mostRotations AND %s
          RETURNING %s, %s
          """
              .formatted(OTHERS, STANDS, FAMILY_COLUMNS, JdbcStandingStore.SUBJECT_COLUMNS));

  private static final Sql RETRY =
      Sql.of(
          """
          SELECT %s, %s FROM token_family f, %s
          WHERE f.digest = :successor AND f.rotated_at >= :graceStart AND %s
          """
              .formatted(FAMILY_COLUMNS, JdbcStandingStore.SUBJECT_COLUMNS, OTHERS, STANDS));

  private static final String STATE =
      """
      SELECT %s, f.digest, f.generation, f.rotated_at, %s AS revoked,
        (p.status = 'active' AND t.status = 'active') AS active, (f.offline OR %s) AS session_live
      FROM token_family f, %s
      WHERE f.tenant_id = :tenant AND f.family_id = :family AND f.digest IS NOT NULL
        AND p.tenant_id = f.tenant_id AND p.principal_id = f.principal_id AND t.tenant_id = f.tenant_id
        AND s.tenant_id = f.tenant_id AND s.session_id = f.session_id
      """
          .formatted(FAMILY_COLUMNS, REVOKED, JdbcStandingStore.SESSION_LIVE, OTHERS);

  @Override
  public void begin(TenantTx tx, TokenFamily family, Optional<byte[]> digest, Origin origin) {
    tx.effect()
        .createUpdate(
            """
            INSERT INTO token_family (tenant_id, family_id, realm_id, client_id, principal_id, session_id, offline,
              scopes, claims, digest, audiences, dpop_key, rs, rotated_at, created_at, idle_expires_at, expires_at, ip, user_agent)
            VALUES (:tenant, :family, :realm, :client, :principal, :session, :offline,
              :scopes, :claims, :digest, :audiences, :key, :rs, :now, :now, :idleExpires, :expires, :ip, :userAgent)
            """)
        .bind("tenant", tx.tenant().value())
        .bind("family", family.id())
        .bind("realm", tx.realm().value())
        .bind("client", family.holder().client().value())
        .bind("principal", family.holder().principal().value())
        .bind("session", family.holder().session().value())
        .bind("offline", family.offline())
        .bindArray("scopes", String.class, family.scopes().names())
        .bindArray("claims", String.class, family.claims().stored())
        .bind("digest", digest.orElse(null))
        .bindArray("audiences", String.class, family.confinement().audiences())
        .bind("key", family.confinement().key().orElse(null))
        .bind("rs", family.rs())
        .bind("now", tx.now())
        .bind("idleExpires", family.idleExpires())
        .bind("expires", family.expires())
        .bind("ip", origin.address())
        .bind("userAgent", origin.userAgent())
        .execute();
  }

  /**
   * Lasting and not an effect: every condition is in the statement, so nothing refuses after it.
   */
  @Override
  public Optional<Live> rotate(TenantTx tx, Refresh refresh) {
    return with(refresh, tx.lasting(ROTATE), tx)
        .set("presented", refresh.presented())
        .set("mostRotations", MOST_ROTATIONS)
        .set("idleExpires", tx.now().plus(refresh.idle()))
        .first(JdbcFamilyStore::live);
  }

  @Override
  public Optional<Live> retry(TenantTx tx, Refresh refresh) {
    return with(refresh, tx.read(RETRY), tx)
        .set("graceStart", tx.now().minus(refresh.grace()))
        .first(JdbcFamilyStore::live);
  }

  private static Call with(Refresh refresh, Call call, TenantTx tx) {
    return call.set("tenant", tx.tenant().value())
        .set("realm", tx.realm().value())
        .set("family", refresh.family())
        .set("client", refresh.client().value())
        .set("successor", refresh.successor())
        .set("wanted", refresh.wanted().names())
        .set("reachable", refresh.reachable())
        .set("key", refresh.key().orElse(null))
        .set("now", tx.now());
  }

  private static Live live(ResultSet row) throws SQLException {
    return new Live(family(row), JdbcStandingStore.subject(row));
  }

  private static TokenFamily family(ResultSet row) throws SQLException {
    return new TokenFamily(
        row.getObject("family_id", UUID.class),
        new AuthorizationCode.Holder(
            new ClientId(row.getString("client_id")),
            new PrincipalId(row.getObject("principal_id", UUID.class)),
            new SessionId(row.getObject("session_id", UUID.class))),
        row.getBoolean("offline"),
        Scopes.of(JdbcStandingStore.texts(row, "scopes")),
        GrantedClaims.read(JdbcStandingStore.texts(row, "claims")),
        new Confinement(
            JdbcStandingStore.texts(row, "audiences"),
            Optional.ofNullable(row.getString("dpop_key"))),
        row.getLong("family_rs"),
        row.getTimestamp("idle_expires_at").toInstant(),
        row.getTimestamp("expires_at").toInstant());
  }

  @Override
  public Optional<State> find(TenantTx tx, UUID family) {
    return state(tx.read().createQuery(STATE), tx, family);
  }

  @Override
  public Optional<State> lock(TenantTx tx, UUID family) {
    return state(tx.lasting().createQuery(STATE + " FOR UPDATE OF f"), tx, family);
  }

  private static Optional<State> state(Query query, TenantTx tx, UUID family) {
    return query
        .bind("tenant", tx.tenant().value())
        .bind("realm", tx.realm().value())
        .bind("family", family)
        .bind("now", tx.now())
        .map((row, context) ->
            new State(
                family(row),
                row.getBytes("digest"),
                row.getInt("generation"),
                row.getTimestamp("rotated_at").toInstant(),
                row.getBoolean("revoked"),
                row.getBoolean("active"),
                row.getBoolean("session_live")))
        .findOne();
  }

  @Override
  public boolean revoke(TenantTx tx, UUID family, String reason) {
    return tx.lasting()
            .createUpdate(
                """
                UPDATE token_family SET revoked_at = :now, revoke_reason = :reason
                WHERE tenant_id = :tenant AND family_id = :family AND revoked_at IS NULL
                """)
            .bind("tenant", tx.tenant().value())
            .bind("family", family)
            .bind("reason", reason)
            .bind("now", tx.now())
            .execute()
        == 1;
  }

  @Override
  public boolean exists(TenantTx tx, UUID family) {
    return tx.read()
        .createQuery(
            """
            SELECT EXISTS (SELECT FROM token_family WHERE tenant_id = :tenant AND family_id = :family)
            """)
        .bind("tenant", tx.tenant().value())
        .bind("family", family)
        .mapTo(Boolean.class)
        .one();
  }

  @Override
  public List<Offline> offline(TenantTx tx, PrincipalId principal) {
    return tx.read()
        .createQuery(
            """
            SELECT f.family_id, f.client_id, f.scopes, f.created_at, f.generation, f.rotated_at, s.user_agent
            FROM token_family f JOIN session s USING (tenant_id, session_id)
            WHERE f.tenant_id = :tenant AND f.principal_id = :principal AND f.offline
              AND f.idle_expires_at > :now AND f.expires_at > :now AND NOT
            """
                + REVOKED
                + " ORDER BY f.created_at DESC")
        .bind("tenant", tx.tenant().value())
        .bind("realm", tx.realm().value())
        .bind("principal", principal.value())
        .bind("now", tx.now())
        .map((row, context) ->
            new Offline(
                row.getObject("family_id", UUID.class),
                new ClientId(row.getString("client_id")),
                Scopes.of(JdbcStandingStore.texts(row, "scopes")),
                row.getTimestamp("created_at").toInstant(),
                row.getInt("generation") == 0
                    ? Optional.empty()
                    : Optional.of(row.getTimestamp("rotated_at").toInstant()),
                row.getString("user_agent")))
        .list();
  }

  @Override
  public Optional<ClientId> endOffline(
      TenantTx tx, PrincipalId principal, UUID family, String reason) {
    return tx.effect()
        .createQuery(
            """
            UPDATE token_family SET revoked_at = :now, revoke_reason = :reason
            WHERE tenant_id = :tenant AND family_id = :family AND principal_id = :principal AND offline
              AND revoked_at IS NULL
            RETURNING client_id
            """)
        .bind("tenant", tx.tenant().value())
        .bind("family", family)
        .bind("principal", principal.value())
        .bind("reason", reason)
        .bind("now", tx.now())
        .mapTo(String.class)
        .map(ClientId::new)
        .findOne();
  }

  @Override
  public Map<ClientId, Instant> lastUsed(TenantTx tx, PrincipalId principal) {
    return tx
        .read()
        .createQuery(
            """
            SELECT client_id, max(rotated_at) AS used FROM token_family
            WHERE tenant_id = :tenant AND principal_id = :principal AND revoked_at IS NULL
            GROUP BY client_id
            """)
        .bind("tenant", tx.tenant().value())
        .bind("principal", principal.value())
        .map((row, context) ->
            Map.entry(
                new ClientId(row.getString("client_id")), row.getTimestamp("used").toInstant()))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Override
  public List<UUID> endAll(TenantTx tx, PrincipalId principal, ClientId client, String reason) {
    return tx.effect()
        .createQuery(
            """
            UPDATE token_family SET revoked_at = :now, revoke_reason = :reason
            WHERE tenant_id = :tenant AND principal_id = :principal AND client_id = :client
              AND revoked_at IS NULL AND expires_at > :now
            RETURNING family_id
            """)
        .bind("tenant", tx.tenant().value())
        .bind("principal", principal.value())
        .bind("client", client.value())
        .bind("reason", reason)
        .bind("now", tx.now())
        .mapTo(UUID.class)
        .list();
  }
}
