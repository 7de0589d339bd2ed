package dev.gatehouse.server.session;

import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.kernel.SessionId;
import dev.gatehouse.server.storage.TenantTx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The sessions of a tenant. */
interface SessionStore {
  /**
   * A session to be kept.
   *
   * @param digest of its token; the token itself is nowhere
   * @param rs the revocation sequence it begins at
   */
  record Row(
      SessionId id,
      NewSession beginning,
      byte[] digest,
      long rs,
      Instant idleExpiresAt,
      Instant expiresAt) {}

  /** A session that is alive in every respect but its secret, which the caller compares. */
  record Living(SignedIn signedIn, byte[] digest, Instant seenAt, Instant expiresAt) {}

  /** Keeps a new one, as an effect. */
  void insert(TenantTx tx, Row row);

  /**
   * The session, if it is of this realm, neither ended nor expired nor revoked, and its person and
   * tenant are active.
   *
   * @param cookie what it is looked for with; whether it is this session's own is not checked here
   */
  Optional<Living> findLiving(TenantTx tx, SessionId id, Secret cookie);

  /** Notes that its person was here; stays even when what they came for is refused. */
  void touch(TenantTx tx, SessionId id, Instant idleExpiresAt, String address);

  /**
   * Holds the row against changes by others until the transaction ends.
   *
   * <p>INVARIANT: whoever needs several of these rows takes them in this order, so that no two wait
   * for each other: the person, then their sessions, then token families, then the number of the
   * realm.
   */
  void lock(TenantTx tx, SessionId id);

  /**
   * Puts a new secret in place of the old, as an effect.
   *
   * @return whether the old one was still in place and the session not ended
   */
  boolean replaceDigest(TenantTx tx, SessionId id, byte[] old, byte[] fresh, long rs);

  /**
   * Ends one session of this person, as an effect.
   *
   * @return whether it had not ended before
   */
  boolean end(TenantTx tx, PrincipalId principal, SessionId id, String reason);

  /** Ends all sessions of this person but one, as an effect, and says which. */
  List<SessionId> endAll(
      TenantTx tx, PrincipalId principal, Optional<SessionId> except, String reason);

  /** Ends all sessions of the tenant, as an effect, and says which. */
  List<SessionId> endTenant(TenantTx tx, String reason);

  /**
   * The living sessions of the tenant, those begun last first.
   *
   * @param principal of this member alone
   * @param after the last one of the page before
   */
  List<MemberSession> ofTenant(
      TenantTx tx, Optional<PrincipalId> principal, Optional<SessionId> after, int limit);

  /** Whose living session it is. */
  Optional<PrincipalId> principalOf(TenantTx tx, SessionId id);

  /** The living sessions of this person, last used first. */
  List<SessionEntry> list(TenantTx tx, PrincipalId principal);
}
