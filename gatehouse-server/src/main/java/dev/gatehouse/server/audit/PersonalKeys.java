package dev.gatehouse.server.audit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.Envelope;
import dev.gatehouse.server.crypto.Purpose;
import dev.gatehouse.server.storage.Tx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Keys for the personal fields of records: 32 bytes each, made at first use, stored only sealed
 * under the master key. Destroying the stored one erases what it sealed, and the log still
 * verifies.
 */
final class PersonalKeys {
  private static final int KEY_BYTES = 32;

  private final AuditStore store;
  private final Envelope envelope;
  private final Csprng random;
  private final Cache<SealingKey, byte[]> opened =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofMinutes(10)).build();

  PersonalKeys(AuditStore store, Envelope envelope, Csprng random) {
    this.store = store;
    this.envelope = envelope;
    this.random = random;
  }

  /** The key of that name, made where there is none. */
  byte[] forSealing(Tx tx, SealingKey key) {
    byte[] known = opened.getIfPresent(key);
    return known != null ? known : find(tx, key).orElseGet(() -> create(tx, key));
  }

  /** The key of that name; empty when it was destroyed or never was. */
  Optional<byte[]> find(Tx tx, SealingKey key) {
    Optional<byte[]> found = store.sealedKey(tx, key).map(sealed -> open(key, sealed));
    found.ifPresent(bytes -> opened.put(key, bytes));
    return found;
  }

  /** Not cached: the transaction that makes a key may yet roll back, and the key with it. */
  private byte[] create(Tx tx, SealingKey key) {
    byte[] sealed = envelope.seal(purpose(key), context(key), random.bytes(KEY_BYTES));
    store.storeKey(tx, key, sealed);
    return open(key, store.sealedKey(tx, key).orElseThrow());
  }

  private byte[] open(SealingKey key, byte[] sealed) {
    return envelope.open(purpose(key), context(key), sealed);
  }

  private static Purpose purpose(SealingKey key) {
    return switch (key) {
      case SealingKey.OfPerson _ -> Purpose.PERSON_KEY;
      case SealingKey.OfDay _ -> Purpose.TENANT_DAY_KEY;
    };
  }

  private static byte[] context(SealingKey key) {
    return key.name().value().getBytes(StandardCharsets.UTF_8);
  }
}
