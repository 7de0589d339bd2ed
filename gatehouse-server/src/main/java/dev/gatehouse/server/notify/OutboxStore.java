package dev.gatehouse.server.notify;

import dev.gatehouse.server.storage.Tx;
import java.time.Instant;
import java.util.UUID;

/** Where mail waits, as the server sees it: it puts in and never looks. */
interface OutboxStore {
  /** Adds a mail that is due now, as an effect. */
  void insert(Tx tx, UUID id, String kind, byte[] sealed, Instant expiresAt);
}
