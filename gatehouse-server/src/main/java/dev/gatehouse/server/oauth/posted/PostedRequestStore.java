package dev.gatehouse.server.oauth.posted;

import dev.gatehouse.server.storage.RealmTx;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Where posted requests are kept. What is in them is sealed by the caller. */
interface PostedRequestStore {
  /** A request; only the digest of its reference is kept. */
  record Row(UUID id, byte[] digest, byte[] sealed, Instant expires) {}

  /** Keeps a new one, so that it stays. */
  void insert(RealmTx tx, Row row);

  /**
   * Takes the request, once: of many at the same time one gets it.
   *
   * @return what is sealed; nothing when it is unknown, too old or taken
   */
  Optional<byte[]> take(RealmTx tx, UUID id, byte[] digest);
}
