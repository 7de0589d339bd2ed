package dev.gatehouse.server.crypto;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.server.storage.RealmTx;
import dev.gatehouse.server.storage.Transactions;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Moves signing keys through their life: next, active, retiring; or revoked. Beside each key that
 * signs there is a next one, published long before it signs, so that a rotation changes what is
 * signed at once and every verifier knows the key already.
 */
public final class KeyLife {
  /** By then every server has read what was published. */
  public static final Duration FOLLOWED = Duration.ofSeconds(3);

  /** A key that signs without being asked to was published so long before. */
  static final Duration PUBLISHED_AHEAD = Duration.ofMinutes(10);

  private final Transactions transactions;
  private final KeyStore store = new JdbcKeyStore();
  private final Making making;
  private final Clock clock;
  private final KeyPolicy policy;
  private final KeyRing ring;
  private final Pause pause;

  /** Makes keys and seals them. */
  public record Making(PrivateKeySealer sealer, KeyGenerator generator) {}

  /** Waits. */
  @FunctionalInterface
  public interface Pause {
    void of(Duration time);
  }

  public KeyLife(
      Transactions transactions,
      Making making,
      Clock clock,
      KeyPolicy policy,
      KeyRing ring,
      Pause pause) {
    this.transactions = transactions;
    this.making = making;
    this.clock = clock;
    this.policy = policy;
    this.ring = ring;
    this.pause = pause;
  }

  /**
   * A rotation that was done.
   *
   * @param retired the key that signed until now
   * @param active the key that signs from now on, as it was while it was next
   */
  public record Rotation(PublishedKey retired, PublishedKey active) {}

  /**
   * A revocation that was done.
   *
   * @param revoked as it was before
   * @param successor what signs instead, where it signed
   */
  public record Revoked(PublishedKey revoked, Optional<String> successor) {}

  /** Every key of a realm there ever was, oldest first. */
  public List<PublishedKey> keys(RealmId realm) {
    return read(realm).stream().map(making.sealer()::published).toList();
  }

  /** When the key that signs gives way by itself. */
  public Instant due(RealmId realm, PublishedKey active) {
    return active.times().activated().orElse(active.times().created()).plus(policy.rotation(realm));
  }

  /** The rings of a realm: those it asks for, and those whose keys sign all the same. */
  public Set<Ring> rings(RealmId realm) {
    return policy.rings(realm);
  }

  /**
   * Has the ring's next key sign from now on. It is published first where there was none, and no
   * server signs with it before each has had the time to read it.
   *
   * @throws Refusal {@code CHANGED_MEANWHILE} when somebody else changed the ring's keys
   */
  public Rotation rotate(RealmId realm, Ring what, String by) throws Refusal {
    ring.active(realm, what);
    PublishedKey next = prepare(realm, what, by);
    Duration left = Duration.between(clock.instant(), next.times().created().plus(FOLLOWED));
    if (left.isPositive()) {
      pause.of(left);
    }
    SigningKey after = make(realm, what, KeyState.NEXT);
    SealedKey sealed = making.sealer().seal(realm, after);
    Rotation done =
        act(
            realm,
            tx -> {
              List<SealedKey> keys = store.locked(tx);
              SealedKey active = only(keys, what, KeyState.ACTIVE);
              SealedKey nextNow = only(keys, what, KeyState.NEXT);
              if (!nextNow.kid().equals(next.kid())) {
                throw Refusal.of(Reason.CHANGED_MEANWHILE);
              }
              store.retire(tx, active.kid(), gone(tx, what));
              store.activate(tx, next.kid());
              store.insert(tx, sealed);
              policy.record(
                  tx,
                  new KeyChange(
                      KeyChange.Step.ROTATED, what, next.kid(), Optional.of(active.kid()), by));
              policy.record(tx, KeyChange.created(after, by));
              return new Rotation(making.sealer().published(active), next);
            });
    ring.reload(realm);
    return done;
  }

  private Instant gone(RealmTx tx, Ring what) {
    return tx.now().plus(policy.remembered(tx.realm(), what.use()));
  }

  private static SealedKey only(List<SealedKey> keys, Ring what, KeyState state) throws Refusal {
    return keys.stream()
        .filter(key -> key.ring().equals(what) && key.state() == state)
        .findFirst()
        .orElseThrow(() -> Refusal.of(Reason.CHANGED_MEANWHILE));
  }

  /** The ring's next key; made and published where there is none. */
  public PublishedKey prepare(RealmId realm, Ring what, String by) {
    Optional<PublishedKey> known = next(realm, what);
    if (known.isPresent()) {
      return known.get();
    }
    SigningKey made = make(realm, what, KeyState.NEXT);
    SealedKey sealed = making.sealer().seal(realm, made);
    unrefused(
        realm,
        tx -> {
          if (store.insert(tx, sealed)) {
            policy.record(tx, KeyChange.created(made, by));
          }
        });
    ring.reload(realm);
    return next(realm, what).orElseThrow();
  }

  private Optional<PublishedKey> next(RealmId realm, Ring what) {
    return keys(realm).stream()
        .filter(key -> key.ring().equals(what) && key.state() == KeyState.NEXT)
        .findFirst();
  }

  /** The private half of a key that signs nothing yet, to try it. */
  public Optional<SigningKey> open(RealmId realm, String kid) {
    return read(realm).stream()
        .filter(key -> key.kid().equals(kid) && key.state() == KeyState.NEXT)
        .findFirst()
        .map(key -> making.sealer().open(realm, key));
  }

  /**
   * Has nothing that the key signed verify any more. If it signs, the next one takes its place in
   * the same moment.
   *
   * @return what was done, or nothing when there is no such key that is not revoked already
   */
  public Optional<Revoked> revoke(RealmId realm, String kid, String by) throws Refusal {
    Optional<PublishedKey> key =
        keys(realm).stream()
            .filter(it -> it.kid().equals(kid) && it.state() != KeyState.REVOKED)
            .findFirst();
    if (key.isEmpty()) {
      return Optional.empty();
    }
    // needed only where there is no next one
    SigningKey spare = make(realm, key.get().ring(), KeyState.ACTIVE);
    SealedKey sealed = making.sealer().seal(realm, spare);
    Optional<Revoked> done = act(realm, tx -> revoked(tx, kid, sealed, by));
    ring.reload(realm);
    return done;
  }

  private Optional<Revoked> revoked(RealmTx tx, String kid, SealedKey spare, String by) {
    List<SealedKey> keys = store.locked(tx);
    PublishedKey before =
        store.all(tx).stream()
            .filter(key -> key.kid().equals(kid))
            .findFirst()
            .map(making.sealer()::published)
            .orElseThrow();
    if (!store.revoke(tx, kid)) {
      return Optional.empty();
    }
    Optional<String> successor = Optional.empty();
    if (before.state() == KeyState.ACTIVE) {
      Optional<SealedKey> next =
          keys.stream()
              .filter(key -> key.ring().equals(spare.ring()) && key.state() == KeyState.NEXT)
              .findFirst();
      next.ifPresentOrElse(key -> store.activate(tx, key.kid()), () -> store.insert(tx, spare));
      successor = Optional.of(next.map(SealedKey::kid).orElse(spare.kid()));
    }
    policy.record(tx, new KeyChange(KeyChange.Step.REVOKED, before.ring(), kid, successor, by));
    return Optional.of(new Revoked(before, successor));
  }

  /**
   * Brings the keys of a realm to where they should stand by now: each ring has a key and a next
   * one, what has signed long enough gives way, and what the realm asks for no more retires.
   */
  public void tend(RealmId realm) throws Refusal {
    Set<Ring> wanted = policy.rings(realm);
    List<PublishedKey> keys = keys(realm);
    for (PublishedKey key : keys) {
      boolean stands = key.state() == KeyState.ACTIVE || key.state() == KeyState.NEXT;
      // what signs ID tokens may be asked for by a client that registered; it stays
      boolean unwanted = key.use() == KeyUse.ACCESS_TOKEN && !wanted.contains(key.ring());
      if (stands && (unwanted || isOfOldSize(realm, key))) {
        retire(realm, key);
      }
    }
    for (Ring each : wanted) {
      ring.active(realm, each);
    }
    for (PublishedKey key : keys(realm)) {
      if (key.state() == KeyState.ACTIVE) {
        tend(realm, key);
      }
    }
  }

  private void tend(RealmId realm, PublishedKey active) throws Refusal {
    PublishedKey next = prepare(realm, active.ring(), KeyChange.SERVER);
    Instant now = clock.instant();
    boolean isKnown = !now.isBefore(next.times().created().plus(PUBLISHED_AHEAD));
    if (isKnown && !now.isBefore(due(realm, active))) {
      rotate(realm, active.ring(), KeyChange.SERVER);
    }
  }

  /** A next key of another size than the realm asks for by now; one that signs waits its turn. */
  private boolean isOfOldSize(RealmId realm, PublishedKey key) {
    return key.state() == KeyState.NEXT
        && key.key().publicKey() instanceof RSAPublicKey rsa
        && rsa.getModulus().bitLength() != policy.rsaBits(realm);
  }

  private void retire(RealmId realm, PublishedKey key) {
    unrefused(
        realm,
        tx -> {
          boolean hasSigned = key.state() == KeyState.ACTIVE;
          store.retire(tx, key.kid(), hasSigned ? gone(tx, key.ring()) : tx.now());
          policy.record(
              tx,
              new KeyChange(
                  KeyChange.Step.RETIRED,
                  key.ring(),
                  key.kid(),
                  Optional.empty(),
                  KeyChange.SERVER));
        });
    ring.reload(realm);
  }

  private SigningKey make(RealmId realm, Ring what, KeyState state) {
    return making
        .generator()
        .generate(
            new KeyGenerator.Specification(what.algorithm(), what.use(), policy.rsaBits(realm)),
            state,
            clock.instant());
  }

  private List<SealedKey> read(RealmId realm) {
    try {
      return transactions.readRealm(realm, store::all);
    } catch (Refusal impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @FunctionalInterface
  private interface Change<T> {
    T in(RealmTx tx) throws Refusal;
  }

  private <T> T act(RealmId realm, Change<T> change) throws Refusal {
    return transactions.inRealm(realm, Attempted.NOTHING, change::in);
  }

  @FunctionalInterface
  private interface Step {
    void in(RealmTx tx);
  }

  private void unrefused(RealmId realm, Step step) {
    try {
      act(
          realm,
          tx -> {
            step.in(tx);
            return true;
          });
    } catch (Refusal impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
