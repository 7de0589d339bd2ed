package dev.gatehouse.server.crypto;

import dev.gatehouse.server.storage.RealmTx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** Keys in {@code signing_key}. */
final class JdbcKeyStore implements KeyStore {
  @Override
  public List<SealedKey> published(RealmTx tx) {
    return tx.read()
        .createQuery(
            """
            SELECT kid, alg, use, state, created_at, public_jwk, sealed_private FROM signing_key
            WHERE realm_id = :realm AND state <> 'revoked' ORDER BY created_at, kid
            """)
        .bind("realm", tx.realm().value())
        .map((row, context) -> key(row))
        .list();
  }

  private static SealedKey key(ResultSet row) throws SQLException {
    return new SealedKey(
        row.getString("kid"),
        SigningAlgorithm.ofJoseName(row.getString("alg")).orElseThrow(),
        KeyUse.valueOf(row.getString("use").toUpperCase(Locale.ROOT)),
        KeyState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getTimestamp("created_at").toInstant(),
        row.getString("public_jwk"),
        row.getBytes("sealed_private"));
  }

  @Override
  public boolean insertActive(RealmTx tx, SealedKey key) {
    return tx.effect()
            .createUpdate(
                """
                INSERT INTO signing_key (realm_id, kid, use, alg, state, public_jwk, sealed_private, created_at)
                VALUES (:realm, :kid, :use, :alg, 'active', :jwk, :sealed, :created) ON CONFLICT DO NOTHING
                """)
            .bind("realm", tx.realm().value())
            .bind("kid", key.kid())
            .bind("use", column(key.use()))
            .bind("alg", key.algorithm().joseName())
            .bind("jwk", key.publicJwkJson())
            .bind("sealed", key.sealedPrivate())
            .bind("created", key.createdAt())
            .execute()
        == 1;
  }

  @Override
  public void retireOthers(RealmTx tx, KeyUse use, SigningAlgorithm wanted) {
    tx.effect()
        .createUpdate(
            """
            UPDATE signing_key SET state = 'retiring'
            WHERE realm_id = :realm AND use = :use AND state = 'active' AND alg <> :alg
            """)
        .bind("realm", tx.realm().value())
        .bind("use", column(use))
        .bind("alg", wanted.joseName())
        .execute();
  }

  private static String column(KeyUse use) {
    return use.name().toLowerCase(Locale.ROOT);
  }
}
