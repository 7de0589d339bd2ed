package dev.gatehouse.server.crypto;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.server.storage.DatabaseUnavailable;
import dev.gatehouse.server.storage.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * The signing keys of every realm, as this server has them in memory. {@link KeyFollower} looks
 * each second whether they changed; without it they are read anew after a minute. Keys change
 * through {@link KeyLife}; only a ring's first one is made here, when it is first needed. Never
 * asked inside a transaction.
 */
public final class KeyRing {
  private static final Duration FRESH = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofMillis(1500);
  private static final Duration BETWEEN_UNKNOWN = Duration.ofSeconds(1);
  private static final Pattern THUMBPRINT = Pattern.compile("[A-Za-z0-9_-]{43}");

  private final Transactions transactions;
  private final Published published;
  private final KeyStore store = new JdbcKeyStore();
  private final PrivateKeySealer sealer;
  private final KeyGenerator generator;
  private final Clock clock;
  private final KeyPolicy policy;
  private final AtomicLong reads = new AtomicLong();
  private final ConcurrentHashMap<RealmId, Loaded> loaded = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<RealmId, CompletableFuture<Loaded>> reading =
      new ConcurrentHashMap<>();

  public KeyRing(
      Transactions transactions,
      PrivateKeySealer sealer,
      KeyGenerator generator,
      Clock clock,
      KeyPolicy policy) {
    this(transactions, published(transactions), sealer, generator, clock, policy);
  }

  KeyRing(
      Transactions transactions,
      Published published,
      PrivateKeySealer sealer,
      KeyGenerator generator,
      Clock clock,
      KeyPolicy policy) {
    this.transactions = transactions;
    this.published = published;
    this.sealer = sealer;
    this.generator = generator;
    this.clock = clock;
    this.policy = policy;
  }

  /** Reads the published keys of a realm, in a transaction of its own. */
  @FunctionalInterface
  interface Published {
    List<SealedKey> of(RealmId realm);
  }

  private static Published published(Transactions transactions) {
    KeyStore store = new JdbcKeyStore();
    return realm -> {
      try {
        return transactions.readRealm(realm, store::published);
      } catch (Refusal impossible) {
        throw new IllegalStateException(impossible);
      }
    };
  }

  /**
   * The keys of a realm at a time.
   *
   * @param order of two readings the one that began later counts
   */
  private record Loaded(
      long order, Instant at, List<PublishedKey> keys, Map<Ring, SigningKey> active) {
    Optional<PublishedKey> find(KeyUse use, String kid, Instant now) {
      return keys.stream()
          .filter(key -> key.use() == use && key.kid().equals(kid))
          .filter(key -> key.isPublished(now))
          .findFirst();
    }

    Set<String> marks(Instant now) {
      Set<String> marks = new HashSet<>();
      keys.stream()
          .filter(key -> key.isPublished(now))
          .forEach(key -> marks.add(mark(key.kid(), key.state())));
      return marks;
    }

    Loaded confirmed(Instant now) {
      return new Loaded(order, now, keys, active);
    }
  }

  /** What there is to know of a key to see whether it changed. */
  static String mark(String kid, KeyState state) {
    return kid + " " + state;
  }

  /** The key that signs tokens of that use now; made if the realm has none yet. */
  public SigningKey active(RealmId realm, KeyUse use) {
    return active(realm, policy.ordinary(realm, use));
  }

  /** The same with an algorithm that is asked for, by a client perhaps. */
  public SigningKey active(RealmId realm, Ring ring) {
    SigningKey known = current(realm).active().get(ring);
    return known != null ? known : create(realm, ring);
  }

  /** Every key that verifies, of all uses: next, active and retiring. */
  public List<PublishedKey> published(RealmId realm) {
    for (Ring ring : policy.rings(realm)) {
      active(realm, ring);
    }
    Instant now = clock.instant();
    return current(realm).keys().stream().filter(key -> key.isPublished(now)).toList();
  }

  /**
   * The key of that id, for a verifier. An id not known here may be new on another server: the keys
   * are then read anew, at most once in a second and only for what could be an id at all.
   */
  public Optional<VerificationKey> find(RealmId realm, KeyUse use, String kid) {
    if (!THUMBPRINT.matcher(kid).matches()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    Loaded known = current(realm);
    Optional<PublishedKey> key = known.find(use, kid, now);
    if (key.isEmpty() && !now.isBefore(known.at().plus(BETWEEN_UNKNOWN))) {
      key = read(realm).find(use, kid, now);
    }
    return key.map(PublishedKey::key);
  }

  /**
   * Reads anew what changed elsewhere.
   *
   * @param marks of the keys that are published now, by realm
   */
  void follow(Map<RealmId, Set<String>> marks) {
    for (RealmId realm : loaded.keySet()) {
      Instant now = clock.instant();
      Set<String> stored = marks.getOrDefault(realm, Set.of());
      Loaded known =
          loaded.computeIfPresent(
              realm, (_, it) -> it.marks(now).equals(stored) ? it.confirmed(now) : it);
      if (known != null && !known.marks(now).equals(stored)) {
        reload(realm);
      }
    }
  }

  /** Reads what was just changed here. */
  void reload(RealmId realm) {
    fetch(realm);
  }

  private Loaded current(RealmId realm) {
    Loaded known = loaded.get(realm);
    return known != null && clock.instant().isBefore(known.at().plus(FRESH)) ? known : read(realm);
  }

  /**
   * Of many that ask at the same time one reads, and the others get what became of it: with the
   * database down they all know as soon as the one does.
   */
  private Loaded read(RealmId realm) {
    CompletableFuture<Loaded> own = new CompletableFuture<>();
    CompletableFuture<Loaded> underWay = reading.putIfAbsent(realm, own);
    if (underWay != null) {
      return await(underWay);
    }
    try {
      Loaded now = fetch(realm);
      own.complete(now);
      return now;
    } finally {
      // does nothing where it is complete
      own.completeExceptionally(new IllegalStateException("the keys could not be read"));
      reading.remove(realm, own);
    }
  }

  /** A reading that began before another never takes its place. */
  private Loaded fetch(RealmId realm) {
    long order = reads.incrementAndGet();
    Instant at = clock.instant();
    Loaded now = opened(realm, order, at, published.of(realm));
    return loaded.merge(realm, now, (known, read) -> read.order() > known.order() ? read : known);
  }

  private static Loaded await(CompletableFuture<Loaded> underWay) {
    try {
      return underWay.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException failed) {
      throw new DatabaseUnavailable(failed);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseUnavailable(e);
    }
  }

  /** Opens the private halves of what signs and of nothing else. */
  private Loaded opened(RealmId realm, long order, Instant at, List<SealedKey> sealed) {
    Map<Ring, SigningKey> active = new HashMap<>();
    for (SealedKey key : sealed) {
      if (key.state() == KeyState.ACTIVE) {
        active.put(key.ring(), sealer.open(realm, key));
      }
    }
    return new Loaded(
        order, at, sealed.stream().map(sealer::published).toList(), Map.copyOf(active));
  }

  private SigningKey create(RealmId realm, Ring ring) {
    // made before the transaction opens: an RSA key takes a while
    SigningKey made =
        generator.generate(
            new KeyGenerator.Specification(ring.algorithm(), ring.use(), policy.rsaBits(realm)),
            KeyState.ACTIVE,
            clock.instant());
    SealedKey sealed = sealer.seal(realm, made);
    try {
      transactions.inRealm(
          realm,
          Attempted.NOTHING,
          tx -> {
            if (store.insert(tx, sealed)) {
              policy.record(tx, KeyChange.created(made, KeyChange.SERVER));
            }
            return true;
          });
    } catch (Refusal impossible) {
      throw new IllegalStateException(impossible);
    }
    return Optional.ofNullable(fetch(realm).active().get(ring))
        .orElseThrow(() -> new IllegalStateException(realm + " has no key for " + ring));
  }
}
