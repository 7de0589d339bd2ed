package dev.gatehouse.server.oauth.push;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.storage.RealmTx;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Where pushed authorization requests are kept (RFC 9126). */
interface PushedRequestStore {
  /** A request; only the digest of its reference is kept. */
  record Row(UUID id, byte[] digest, ClientId client, byte[] sealed, Instant expires) {}

  void insert(RealmTx tx, Row row);

  /**
   * Takes the request, once: of many at the same time one gets it.
   *
   * @return what is sealed; nothing when it is unknown, another client's, too old or taken
   */
  Optional<byte[]> take(RealmTx tx, UUID id, byte[] digest, ClientId client);
}
