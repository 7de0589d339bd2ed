package dev.gatehouse.server.crypto;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.server.storage.DatabaseUnavailable;
import dev.gatehouse.server.storage.RealmTx;
import dev.gatehouse.server.storage.Transactions;
import dev.gatehouse.server.storage.Work;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * The signing keys of every realm, one ring for each use. A ring's first key is made when it is
 * first needed. Keys are held in memory and read anew after a minute, so a revoked key is dead
 * everywhere within that time. Never asked inside a transaction.
 */
public final class KeyRing {
  private static final Duration FRESH = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofMillis(1500);
  private static final Duration BETWEEN_UNKNOWN = Duration.ofSeconds(10);
  private static final Pattern THUMBPRINT = Pattern.compile("[A-Za-z0-9_-]{43}");

  private final Transactions transactions;
  private final Published published;
  private final KeyStore store = new JdbcKeyStore();
  private final PrivateKeySealer sealer;
  private final KeyGenerator generator;
  private final Clock clock;
  private final Policy policy;
  private final ConcurrentHashMap<RealmId, Loaded> loaded = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<RealmId, CompletableFuture<Loaded>> reading =
      new ConcurrentHashMap<>();

  public KeyRing(
      Transactions transactions,
      PrivateKeySealer sealer,
      KeyGenerator generator,
      Clock clock,
      Policy policy) {
    this(transactions, published(transactions), sealer, generator, clock, policy);
  }

  KeyRing(
      Transactions transactions,
      Published published,
      PrivateKeySealer sealer,
      KeyGenerator generator,
      Clock clock,
      Policy policy) {
    this.transactions = transactions;
    this.published = published;
    this.sealer = sealer;
    this.generator = generator;
    this.clock = clock;
    this.policy = policy;
  }

  /** What a realm signs with, and what is left behind when a key is made. */
  public interface Policy {
    /** The key the realm wants for the use. */
    KeyGenerator.Specification wanted(RealmId realm, KeyUse use);

    /** What the realm has key pairs for. */
    default Set<KeyUse> uses(RealmId realm) {
      return EnumSet.allOf(KeyUse.class);
    }

    /** Appends the record of a key just made, in its transaction. */
    void created(RealmTx tx, SigningKey key);
  }

  /** Reads the stored keys of a realm, in a transaction of its own. */
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

  private record Loaded(Instant at, List<SigningKey> keys) {
    Optional<SigningKey> active(KeyUse use, SigningAlgorithm algorithm) {
      return keys.stream()
          .filter(key -> key.use() == use && key.state() == KeyState.ACTIVE)
          .filter(key -> key.algorithm() == algorithm)
          .findFirst();
    }

    Optional<SigningKey> find(KeyUse use, String kid) {
      return keys.stream().filter(key -> key.use() == use && key.kid().equals(kid)).findFirst();
    }
  }

  /** The key that signs now; made if the realm has none yet of the algorithm it wants. */
  public SigningKey active(RealmId realm, KeyUse use) {
    SigningAlgorithm wanted = policy.wanted(realm, use).algorithm();
    Optional<SigningKey> known = current(realm).active(use, wanted);
    return known.isPresent() ? known.get() : create(realm, use);
  }

  /** Every key that verifies, of both uses: next, active and retiring. */
  public List<SigningKey> published(RealmId realm) {
    for (KeyUse use : policy.uses(realm)) {
      active(realm, use);
    }
    return current(realm).keys();
  }

  /**
   * The key of that id, for a verifier. An id not known here may be new on another server: the keys
   * are then read anew, at most once in ten seconds and only for what could be an id at all.
   */
  public Optional<VerificationKey> find(RealmId realm, KeyUse use, String kid) {
    if (!THUMBPRINT.matcher(kid).matches()) {
      return Optional.empty();
    }
    Loaded known = current(realm);
    Optional<SigningKey> key = known.find(use, kid);
    if (key.isEmpty() && !clock.instant().isBefore(known.at().plus(BETWEEN_UNKNOWN))) {
      key = read(realm).find(use, kid);
    }
    return key.map(SigningKey::verificationKey);
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
      Loaded now = opened(realm, published.of(realm));
      loaded.put(realm, now);
      own.complete(now);
      return now;
    } finally {
      // does nothing where it is complete
      own.completeExceptionally(new IllegalStateException("the keys could not be read"));
      reading.remove(realm, own);
    }
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

  private Loaded opened(RealmId realm, List<SealedKey> sealed) {
    return new Loaded(
        clock.instant(), sealed.stream().map(key -> sealer.open(realm, key)).toList());
  }

  private SigningKey create(RealmId realm, KeyUse use) {
    KeyGenerator.Specification wanted = policy.wanted(realm, use);
    // made before the transaction opens: an RSA key takes a while
    SigningKey made = generator.generate(wanted, KeyState.ACTIVE, clock.instant());
    SealedKey sealed = sealer.seal(realm, made);
    Loaded now =
        act(
            realm,
            tx -> {
              store.retireOthers(tx, use, wanted.algorithm());
              if (store.insertActive(tx, sealed)) {
                policy.created(tx, made);
              }
              return opened(realm, store.published(tx));
            });
    loaded.put(realm, now);
    return now.active(use, wanted.algorithm())
        .orElseThrow(
            () -> new IllegalStateException("two servers disagree on the algorithm of " + realm));
  }

  private Loaded act(RealmId realm, Work<RealmTx, Loaded> work) {
    try {
      return transactions.inRealm(realm, Attempted.NOTHING, work);
    } catch (Refusal impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
