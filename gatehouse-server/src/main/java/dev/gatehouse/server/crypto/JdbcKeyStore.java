package dev.gatehouse.server.crypto;

import dev.gatehouse.server.storage.RealmTx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;

/** Keys in {@code signing_key}. */
final class JdbcKeyStore implements KeyStore {
  private static final String SELECT =
      """
      SELECT kid, alg, use, state, created_at, activated_at, gone_at, public_jwk, sealed_private
      FROM signing_key WHERE realm_id = :realm
      """;

  @Override
  public List<SealedKey> published(RealmTx tx) {
    return keys(
        tx,
        tx.read()
            .createQuery(
                SELECT
                    + """
                     AND (state IN ('next', 'active') OR state = 'retiring' AND gone_at > :now)
                    ORDER BY created_at, kid
                    """)
            .bind("now", tx.now()));
  }

  @Override
  public List<SealedKey> all(RealmTx tx) {
    return keys(tx, tx.read().createQuery(SELECT + " ORDER BY created_at, kid"));
  }

  @Override
  public List<SealedKey> locked(RealmTx tx) {
    return keys(
        tx,
        tx.read().createQuery(SELECT + " AND state IN ('next', 'active') ORDER BY kid FOR UPDATE"));
  }

  private static List<SealedKey> keys(RealmTx tx, Query query) {
    return query.bind("realm", tx.realm().value()).map((row, _) -> key(row)).list();
  }

  private static SealedKey key(ResultSet row) throws SQLException {
    return new SealedKey(
        row.getString("kid"),
        SigningAlgorithm.ofJoseName(row.getString("alg")).orElseThrow(),
        KeyUse.valueOf(row.getString("use").toUpperCase(Locale.ROOT)),
        KeyState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        new KeyTimes(
            row.getTimestamp("created_at").toInstant(),
            time(row, "activated_at"),
            time(row, "gone_at")),
        row.getString("public_jwk"),
        row.getBytes("sealed_private"));
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }

  @Override
  public boolean insert(RealmTx tx, SealedKey key) {
    return tx.effect()
            .createUpdate(
                """
                INSERT INTO signing_key
                  (realm_id, kid, use, alg, state, public_jwk, sealed_private, created_at, activated_at)
                VALUES (:realm, :kid, :use, :alg, :state, :jwk, :sealed, :now,
                  CASE WHEN :state = 'active' THEN CAST(:now AS timestamptz) END)
                ON CONFLICT DO NOTHING
                """)
            .bind("realm", tx.realm().value())
            .bind("kid", key.kid())
            .bind("use", column(key.use()))
            .bind("alg", key.algorithm().joseName())
            .bind("state", column(key.state()))
            .bind("jwk", key.publicJwkJson())
            .bind("sealed", key.sealedPrivate())
            .bind("now", tx.now())
            .execute()
        == 1;
  }

  @Override
  public void activate(RealmTx tx, String kid) {
    tx.effect()
        .createUpdate(
            """
            UPDATE signing_key SET state = 'active', activated_at = :now
            WHERE realm_id = :realm AND kid = :kid AND state = 'next'
            """)
        .bind("realm", tx.realm().value())
        .bind("kid", kid)
        .bind("now", tx.now())
        .execute();
  }

  @Override
  public void retire(RealmTx tx, String kid, Instant gone) {
    tx.effect()
        .createUpdate(
            """
            UPDATE signing_key SET state = 'retiring', gone_at = :gone, sealed_private = ''
            WHERE realm_id = :realm AND kid = :kid AND state IN ('next', 'active')
            """)
        .bind("realm", tx.realm().value())
        .bind("kid", kid)
        .bind("gone", gone)
        .execute();
  }

  @Override
  public boolean revoke(RealmTx tx, String kid) {
    return tx.effect()
            .createUpdate(
                """
                UPDATE signing_key SET state = 'revoked', gone_at = :now, sealed_private = ''
                WHERE realm_id = :realm AND kid = :kid AND state <> 'revoked'
                """)
            .bind("realm", tx.realm().value())
            .bind("kid", kid)
            .bind("now", tx.now())
            .execute()
        == 1;
  }

  private static String column(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
