package dev.gatehouse.server.session;

import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.Digests;
import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.kernel.SessionId;
import dev.gatehouse.server.session.Revocations.Kind;
import dev.gatehouse.server.session.Revocations.Subject;
import dev.gatehouse.server.storage.TenantTx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Sessions begin, change their secret and end here, always inside the transaction of the act that
 * causes it. Ending one takes a revocation, so that its tokens die with it.
 */
public final class Sessions {
  private static final Duration TOUCH_AT_MOST_EVERY = Duration.ofMinutes(1);

  private final SessionStore store;
  private final Revocations revocations;
  private final SessionLife.Rules lives;
  private final Csprng random;
  private final Endings endings;

  /** Sessions whose end nobody else is told of. */
  public Sessions(Revocations revocations, SessionLife.Rules lives, Csprng random) {
    this(revocations, lives, random, (tx, ended) -> {});
  }

  public Sessions(
      Revocations revocations, SessionLife.Rules lives, Csprng random, Endings endings) {
    this.store = new JdbcSessionStore();
    this.endings = endings;
    this.revocations = revocations;
    this.lives = lives;
    this.random = random;
  }

  /** Whoever must be told that sessions ended, in the transaction that ends them. */
  @FunctionalInterface
  public interface Endings {
    /** Notes it as an effect, before the sessions are revoked; never with none. */
    void ended(TenantTx tx, List<SessionId> sessions);
  }

  /** Starts a session, with an id and a secret that nobody knew before, as an effect. */
  public StartedSession start(TenantTx tx, NewSession beginning) {
    SessionId id = new SessionId(random.uuidV7(tx.now()));
    OpaqueToken token = token(tx, id);
    SessionLife life = lives.of(tx.realm());
    Instant end = tx.now().plus(life.absolute());
    store.insert(
        tx,
        new SessionStore.Row(
            id,
            beginning,
            token.digest(),
            revocations.current(tx),
            life.idleEnd(tx.now(), end),
            end));
    return started(tx, token)
        .orElseThrow(() -> new IllegalStateException("a session of nobody who may have one"));
  }

  /**
   * Gives the session a new secret, as an effect, at every change of privilege; the old cookie is
   * worth nothing from then on. It also brings the session past every revocation so far, so after
   * {@code revoke(PRINCIPAL)} it is the one that stays.
   */
  public StartedSession rotate(TenantTx tx, SignedIn current) throws Refusal {
    Optional<OpaqueToken> old =
        OpaqueToken.parse(OpaqueToken.Kind.SESSION, tx.realm(), current.cookie().reveal());
    OpaqueToken fresh = token(tx, current.id());
    long rs = revocations.current(tx);
    if (old.isEmpty()
        || !store.replaceDigest(tx, current.id(), old.get().digest(), fresh.digest(), rs)) {
      throw Refusal.of(Reason.SESSION_ENDED);
    }
    Optional<StartedSession> rotated = started(tx, fresh);
    if (rotated.isEmpty()) {
      throw Refusal.of(Reason.SESSION_ENDED);
    }
    return rotated.get();
  }

  /**
   * Whether the session is still alive with the very secret it was found with: asked again in the
   * transaction of an act, because since the request began the person may have been signed out, or
   * may have changed their password and got a new secret.
   */
  public boolean isStill(TenantTx tx, SignedIn signedIn) {
    return OpaqueToken.parse(OpaqueToken.Kind.SESSION, tx.realm(), signedIn.cookie().reveal())
        .flatMap(token -> find(tx, token))
        .isPresent();
  }

  /** Holds the session against changes by others, and refuses unless it is still what it was. */
  public void hold(TenantTx tx, SignedIn signedIn) throws Refusal {
    store.lock(tx, signedIn.id());
    if (!isStill(tx, signedIn)) {
      throw Refusal.of(Reason.SESSION_ENDED);
    }
  }

  private OpaqueToken token(TenantTx tx, SessionId id) {
    return OpaqueToken.generate(
        OpaqueToken.Kind.SESSION, tx.realm(), tx.tenant(), id.value(), random);
  }

  private Optional<StartedSession> started(TenantTx tx, OpaqueToken token) {
    return find(tx, token).map(signedIn -> new StartedSession(signedIn, token));
  }

  /** Who the token is of, if its session is alive. */
  Optional<SignedIn> find(TenantTx tx, OpaqueToken token) {
    return living(tx, token).map(SessionStore.Living::signedIn);
  }

  /** The same for a request that a person made: their session stays awake. */
  Optional<SignedIn> findAndTouch(TenantTx tx, OpaqueToken token, String address) {
    Optional<SessionStore.Living> living = living(tx, token);
    living.ifPresent(session -> touch(tx, session, address));
    return living.map(SessionStore.Living::signedIn);
  }

  private Optional<SessionStore.Living> living(TenantTx tx, OpaqueToken token) {
    return store
        .findLiving(tx, new SessionId(token.id()), Secret.of(token.wire()))
        .filter(session -> Digests.equal(session.digest(), token.digest()));
  }

  private void touch(TenantTx tx, SessionStore.Living session, String address) {
    if (!session.seenAt().plus(TOUCH_AT_MOST_EVERY).isAfter(tx.now())) {
      Instant idleEnd = lives.of(tx.realm()).idleEnd(tx.now(), session.expiresAt());
      store.touch(tx, session.signedIn().id(), idleEnd, address);
    }
  }

  /**
   * Ends one session of this person, as an effect.
   *
   * @param reason a stable word for why: {@code signed_out}, {@code revoked}
   * @return false when there is no such session of theirs, or it had ended before
   */
  public boolean end(TenantTx tx, PrincipalId principal, SessionId id, String reason) {
    boolean ended = store.end(tx, principal, id, reason);
    if (ended) {
      endings.ended(tx, List.of(id));
      revocations.revoke(tx, Kind.SESSION, id.toString());
    }
    return ended;
  }

  /**
   * Ends every session of this person but one, as an effect.
   *
   * @return how many had not ended before
   */
  public int endAllBut(TenantTx tx, PrincipalId principal, SessionId except, String reason) {
    return endAll(tx, principal, Optional.of(except), reason);
  }

  /**
   * Ends everything that is open to this person but the session at hand, as an effect: every other
   * session and every token. The one at hand gets a new secret.
   */
  public StartedSession endOthers(TenantTx tx, SignedIn current, String reason) throws Refusal {
    hold(tx, current);
    endAll(tx, current.principal(), Optional.of(current.id()), reason);
    revocations.revoke(tx, List.of(Subject.of(current.principal())));
    return rotate(tx, current);
  }

  /** Ends everything that is open to this person, as an effect: every session and every token. */
  public void endEverything(TenantTx tx, PrincipalId principal, String reason) {
    endAll(tx, principal, Optional.empty(), reason);
    revocations.revoke(tx, List.of(Subject.of(principal)));
  }

  /**
   * Ends everything that is open to anybody of the tenant, as an effect: every session, every
   * token, and what clients got for themselves.
   */
  public void endTenant(TenantTx tx, String reason) {
    List<SessionId> ended = store.endTenant(tx, reason);
    if (!ended.isEmpty()) {
      endings.ended(tx, ended);
    }
    revocations.revoke(tx, List.of(Subject.of(tx.tenant())));
  }

  private int endAll(
      TenantTx tx, PrincipalId principal, Optional<SessionId> except, String reason) {
    List<SessionId> ended = store.endAll(tx, principal, except, reason);
    if (!ended.isEmpty()) {
      endings.ended(tx, ended);
    }
    revocations.revoke(tx, ended.stream().map(Subject::of).toList());
    return ended.size();
  }

  /**
   * The living sessions of the tenant, those begun last first.
   *
   * @param principal of this member alone
   * @param after the last one of the page before
   */
  public List<MemberSession> ofTenant(
      TenantTx tx, Optional<PrincipalId> principal, Optional<SessionId> after, int limit) {
    return store.ofTenant(tx, principal, after, limit);
  }

  /**
   * Ends a session of whichever member, as an effect.
   *
   * @return whose it was; empty when there is no living one
   */
  public Optional<PrincipalId> end(TenantTx tx, SessionId id, String reason) {
    return store.principalOf(tx, id).filter(principal -> end(tx, principal, id, reason));
  }

  /** The living sessions of this person, last used first. */
  public List<SessionEntry> list(TenantTx tx, PrincipalId principal) {
    return store.list(tx, principal);
  }
}
