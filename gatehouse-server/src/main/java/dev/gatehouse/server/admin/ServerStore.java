package dev.gatehouse.server.admin;

import dev.gatehouse.server.storage.RealmTx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Which servers there are, and what they were asked to rehearse. */
interface ServerStore {
  /** Says that the server is here; forgets those that were silent for a day. */
  void seen(RealmTx tx, UUID server, String name);

  /** Says what the server found in a rehearsal. */
  void found(RealmTx tx, UUID server, UUID rehearsal, String finding);

  /** Forgets a server that stops. */
  void left(RealmTx tx, UUID server);

  /** Those that said they are here since then. */
  List<Known> since(RealmTx tx, Instant time);

  /** Asks every server; what was asked before is settled. */
  void ask(RealmTx tx, UUID rehearsal, String probes);

  /** What is asked. */
  Optional<Asked> asked(RealmTx tx);

  /**
   * A server.
   *
   * @param rehearsal the last it took part in
   * @param finding what was wrong; empty where nothing was
   */
  record Known(UUID id, String name, Optional<UUID> rehearsal, String finding) {}

  /** What every server is to verify. */
  record Asked(UUID rehearsal, String probes) {}
}
