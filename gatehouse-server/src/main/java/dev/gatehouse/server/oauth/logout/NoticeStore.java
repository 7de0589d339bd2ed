package dev.gatehouse.server.oauth.logout;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.SessionId;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.storage.TenantTx;
import dev.gatehouse.server.storage.WorkerTx;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Which clients are yet to be told that a session ended. */
interface NoticeStore {
  /**
   * Takes a notice, as an effect, for each of these clients that got tokens in one of the sessions.
   *
   * @param clients those of the realm file that want notices; registered ones are found by
   *     themselves
   */
  void insert(TenantTx tx, List<SessionId> sessions, Collection<ClientId> clients);

  /**
   * A notice that is this worker's until its lease ends.
   *
   * @param attempt which attempt this is, from 1; whoever claims it later has a higher one
   */
  record Claimed(
      RealmId realm,
      TenantId tenant,
      SessionId session,
      ClientId client,
      PrincipalId principal,
      int attempt) {
    /** The client, named across realms. */
    String recipient() {
      return realm + " " + client;
    }
  }

  /**
   * Claims the notice that has been due longest; nobody else gets it before the lease ends.
   *
   * @param busy clients that are being told as much as they can bear, as {@link Claimed#recipient}
   */
  Optional<Claimed> claim(WorkerTx tx, Duration lease, Collection<String> busy);

  /** The client was told. */
  void delivered(WorkerTx tx, Claimed notice);

  /** It was not told and is due again then. */
  void retry(WorkerTx tx, Claimed notice, Instant at, String error);

  /** It never will be. */
  void giveUp(WorkerTx tx, Claimed notice, String error);

  /**
   * Forgets what was settled before the time.
   *
   * @return how many
   */
  int forget(WorkerTx tx, Instant before);
}
