package dev.gatehouse.server.login.mailbox;

import dev.gatehouse.server.storage.RealmTx;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Where requests for mail wait; the address is sealed. */
interface MailRequestStore {
  /** A request as it waits. */
  record Waiting(UUID id, MailRequest.Kind kind, byte[] sealed) {}

  /** Adds a request, as an effect. */
  void insert(RealmTx tx, Waiting request);

  /** Claims the oldest one; nobody else gets it before the lease ends. */
  Optional<Waiting> claim(RealmTx tx, Duration lease);

  /** Nobody gets it before that time; lasting. */
  void defer(RealmTx tx, UUID id, Instant until);

  /** It is answered, as an effect. */
  void remove(RealmTx tx, UUID id);
}
