package dev.gatehouse.server.oauth.push;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.storage.RealmTx;
import java.util.Optional;
import java.util.UUID;

/** Pushed requests in {@code pushed_request}. */
final class JdbcPushedRequestStore implements PushedRequestStore {
  @Override
  public void insert(RealmTx tx, Row row) {
    tx.lasting()
        .createUpdate(
            """
            INSERT INTO pushed_request (realm_id, request_id, digest, client_id, sealed, created_at, expires_at)
            VALUES (:realm, :id, :digest, :client, :sealed, :now, :expires)
            """)
        .bind("realm", tx.realm().value())
        .bind("id", row.id())
        .bind("digest", row.digest())
        .bind("client", row.client().value())
        .bind("sealed", row.sealed())
        .bind("now", tx.now())
        .bind("expires", row.expires())
        .execute();
  }

  @Override
  public Optional<byte[]> take(RealmTx tx, UUID id, byte[] digest, ClientId client) {
    return tx.lasting()
        .createQuery(
            """
            UPDATE pushed_request SET taken_at = :now
            WHERE realm_id = :realm AND request_id = :id AND digest = :digest AND client_id = :client
              AND taken_at IS NULL AND expires_at > :now
            RETURNING sealed
            """)
        .bind("realm", tx.realm().value())
        .bind("id", id)
        .bind("digest", digest)
        .bind("client", client.value())
        .bind("now", tx.now())
        .mapTo(byte[].class)
        .findOne();
  }
}
