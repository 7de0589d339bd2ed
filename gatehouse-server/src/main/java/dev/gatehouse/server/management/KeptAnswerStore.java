package dev.gatehouse.server.management;

import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.storage.TenantTx;
import java.time.Instant;
import java.util.Optional;

/** Answers to requests that carried an idempotency key. */
interface KeptAnswerStore {
  /** A key of somebody's, as a digest. */
  record Key(PrincipalId principal, byte[] digest) {}

  /** What was answered, and to what. */
  record Kept(byte[] request, byte[] sealed) {}

  /**
   * Takes the key, as an effect; whoever takes the same one at the same time waits.
   *
   * @param request digest of the request it came with
   * @return false where it was taken before and is still kept
   */
  boolean take(TenantTx tx, Key key, byte[] request, Instant expiresAt);

  /** What a key was taken for. */
  Optional<Kept> find(TenantTx tx, Key key);

  /** Keeps the answer to the request that took the key, as an effect. */
  void keep(TenantTx tx, Key key, byte[] sealed);
}
