package dev.gatehouse.server.oauth.family;

import dev.gatehouse.server.crypto.Digests;
import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.oauth.code.AuthorizationCode;
import dev.gatehouse.server.oauth.grant.Confinement;
import dev.gatehouse.server.storage.TenantTx;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Rotates refresh tokens (RFC 9700 §4.14.2). The usual case is one statement; everything else is
 * looked into on the locked row.
 */
public final class RefreshTokens {
  private final FamilyStore store;
  private final RefreshChain chain;
  private final TokenFamilies families;

  public RefreshTokens(FamilyStore store, RefreshChain chain, TokenFamilies families) {
    this.store = store;
    this.chain = chain;
    this.families = families;
  }

  /** What the family of this token is confined to, where it is current and the client's. */
  public Optional<Confinement> confinement(TenantTx tx, OpaqueToken presented, ClientId client) {
    return store
        .find(tx, presented.id())
        .filter(state -> Digests.equal(state.digest(), presented.digest()))
        .map(FamilyStore.State::family)
        .filter(family -> family.holder().client().equals(client))
        .map(TokenFamily::confinement);
  }

  /** Rotates, or says why not; a token used again takes its family along. */
  public Rotation rotate(TenantTx tx, OpaqueToken presented, FamilyStore.Refresh refresh) {
    Optional<FamilyStore.Live> rotated = store.rotate(tx, refresh);
    if (rotated.isPresent()) {
      return new Rotation.Rotated(rotated.get());
    }
    if (!refresh.grace().isZero()) {
      Optional<FamilyStore.Live> retried = store.retry(tx, refresh);
      if (retried.isPresent()) {
        return new Rotation.Retried(retried.get());
      }
    }
    return lookInto(tx, presented, refresh);
  }

  /** Walks before the row is locked: nobody holds up a family by presenting what is wrong. */
  private Rotation lookInto(TenantTx tx, OpaqueToken presented, FamilyStore.Refresh refresh) {
    Optional<FamilyStore.State> seen = store.find(tx, refresh.family());
    if (seen.isEmpty()) {
      return new Rotation.Unknown();
    }
    OptionalInt age = chain.age(presented, seen.get().digest(), seen.get().generation());
    if (age.isEmpty()) {
      return new Rotation.Unknown();
    }
    return store
        .lock(tx, refresh.family())
        .map(state -> examine(tx, refresh, state, ageNow(age.getAsInt(), seen.get(), state)))
        .orElseGet(Rotation.Unknown::new);
  }

  /** A chain only grows, so what was an ancestor is one still, older by what was added since. */
  private static int ageNow(int then, FamilyStore.State seen, FamilyStore.State now) {
    return then + now.generation() - seen.generation();
  }

  private Rotation examine(
      TenantTx tx, FamilyStore.Refresh refresh, FamilyStore.State state, int age) {
    AuthorizationCode.Holder holder = state.family().holder();
    // RFC 6749 §10.4: bound to the client it was issued to
    if (!holder.client().equals(refresh.client())) {
      return new Rotation.Refused(holder, Reason.REFRESH_OTHER_CLIENT);
    }
    boolean withinGrace =
        age == 1
            && !refresh.grace().isZero()
            && !state.rotatedAt().isBefore(tx.now().minus(refresh.grace()));
    if (age > 0 && !withinGrace) {
      families.revoke(tx, refresh.family(), Reason.REFRESH_REUSED);
      return new Rotation.Reused(holder);
    }
    return new Rotation.Refused(holder, whyNot(tx, refresh, state));
  }

  private static Reason whyNot(TenantTx tx, FamilyStore.Refresh refresh, FamilyStore.State state) {
    TokenFamily family = state.family();
    if (state.revoked()) {
      return Reason.REFRESH_REVOKED;
    }
    boolean wornOut = state.generation() >= FamilyStore.MOST_ROTATIONS;
    if (wornOut
        || !tx.now().isBefore(family.idleExpires())
        || !tx.now().isBefore(family.expires())) {
      return Reason.REFRESH_EXPIRED;
    }
    if (!state.principalActive()) {
      return Reason.GRANT_PRINCIPAL_DISABLED;
    }
    if (!state.sessionLive()) {
      return Reason.GRANT_SESSION_ENDED;
    }
    // RFC 9449 §5: by the same key
    if (family.confinement().key().isPresent()
        && !family.confinement().key().equals(refresh.key())) {
      return Reason.DPOP_KEY_OTHER;
    }
    // RFC 6749 §6: never wider than what was granted
    if (!refresh.wanted().isWithin(family.scopes())) {
      return Reason.REFRESH_SCOPE;
    }
    // RFC 8707 §2.2: nothing is left of what it was granted for
    List<String> granted = family.confinement().audiences();
    if (!granted.isEmpty() && granted.stream().noneMatch(refresh.reachable()::contains)) {
      return Reason.RESOURCE_NOT_GRANTED;
    }
    // what kept it from rotating has changed since: the client may ask again
    return Reason.REFRESH_UNKNOWN;
  }
}
