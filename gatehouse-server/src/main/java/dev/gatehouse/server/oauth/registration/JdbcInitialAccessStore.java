package dev.gatehouse.server.oauth.registration;

import dev.gatehouse.server.storage.RealmTx;
import java.time.Instant;
import java.util.UUID;

/** Initial access tokens in {@code initial_access_token}. */
final class JdbcInitialAccessStore implements InitialAccessStore {
  private static final String GOOD =
      """
       realm_id = :realm AND token_id = :id AND digest = :digest AND uses_left > 0 AND expires_at > :now
      """;

  @Override
  public void insert(RealmTx tx, UUID id, byte[] digest, int uses, Instant expires) {
    tx.effect()
        .createUpdate(
            """
            INSERT INTO initial_access_token (realm_id, token_id, digest, uses_left, created_at, expires_at)
            VALUES (:realm, :id, :digest, :uses, :now, :expires)
            """)
        .bind("realm", tx.realm().value())
        .bind("id", id)
        .bind("digest", digest)
        .bind("uses", uses)
        .bind("now", tx.now())
        .bind("expires", expires)
        .execute();
  }

  @Override
  public boolean isGood(RealmTx tx, UUID id, byte[] digest) {
    return tx.read()
        .createQuery("SELECT 1 FROM initial_access_token WHERE" + GOOD)
        .bind("realm", tx.realm().value())
        .bind("id", id)
        .bind("digest", digest)
        .bind("now", tx.now())
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  @Override
  public boolean use(RealmTx tx, UUID id, byte[] digest) {
    return tx.effect()
            .createUpdate("UPDATE initial_access_token SET uses_left = uses_left - 1 WHERE" + GOOD)
            .bind("realm", tx.realm().value())
            .bind("id", id)
            .bind("digest", digest)
            .bind("now", tx.now())
            .execute()
        == 1;
  }
}
