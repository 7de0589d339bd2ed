package dev.gatehouse.server.oauth.posted;

import dev.gatehouse.server.storage.RealmTx;
import java.util.Optional;
import java.util.UUID;

/** Posted requests in {@code posted_request}. */
final class JdbcPostedRequestStore implements PostedRequestStore {
  @Override
  public void insert(RealmTx tx, Row row) {
    tx.lasting()
        .createUpdate(
            """
            INSERT INTO posted_request (realm_id, request_id, digest, sealed, created_at, expires_at)
            VALUES (:realm, :id, :digest, :sealed, :now, :expires)
            """)
        .bind("realm", tx.realm().value())
        .bind("id", row.id())
        .bind("digest", row.digest())
        .bind("sealed", row.sealed())
        .bind("now", tx.now())
        .bind("expires", row.expires())
        .execute();
  }

  @Override
  public Optional<byte[]> take(RealmTx tx, UUID id, byte[] digest) {
    return tx.lasting()
        .createQuery(
            """
            UPDATE posted_request SET taken_at = :now
            WHERE realm_id = :realm AND request_id = :id AND digest = :digest
              AND taken_at IS NULL AND expires_at > :now
            RETURNING sealed
            """)
        .bind("realm", tx.realm().value())
        .bind("id", id)
        .bind("digest", digest)
        .bind("now", tx.now())
        .mapTo(byte[].class)
        .findOne();
  }
}
