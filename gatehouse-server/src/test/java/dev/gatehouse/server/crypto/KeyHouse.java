package dev.gatehouse.server.crypto;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.storage.ConnectionPool;
import dev.gatehouse.server.storage.DatabaseRoles;
import dev.gatehouse.server.storage.RealmTx;
import dev.gatehouse.server.storage.ServerDatabase;
import dev.gatehouse.server.storage.WorkerTransactions;
import dev.gatehouse.testkit.FakeClock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** A realm with signing keys, and as many servers as a test wants, on one database and clock. */
final class KeyHouse implements AutoCloseable {
  static final Duration ROTATION = Duration.ofDays(90);
  static final Duration REMEMBERED = Duration.ofHours(1);

  final CryptoProviders providers = CryptoProviders.choose();
  final ServerDatabase database = ServerDatabase.create();
  final FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");
  final RealmId realm = database.realm("sample");
  final List<KeyChange> changes = new CopyOnWriteArrayList<>();
  final AtomicReference<SigningAlgorithm> wanted = new AtomicReference<>(SigningAlgorithm.ES256);
  final AtomicReference<Integer> bits = new AtomicReference<>(2048);
  private final Csprng random = new Csprng(providers);
  private final Envelope envelope = new Envelope(providers, random, MasterKey.generate(random));
  private final ConnectionPool worker =
      ConnectionPool.open("keys-worker", database.access(DatabaseRoles.WORKER), 2);

  /** A server's own view of the keys. */
  record Server(KeyRing ring, KeyLife life, KeyFollower follower) {}

  Server server() {
    return server(clock::advance);
  }

  Server server(KeyLife.Pause pause) {
    KeyRing ring = ring();
    KeyLife life =
        new KeyLife(
            database.transactions(clock),
            new KeyLife.Making(sealer(), new KeyGenerator(providers)),
            clock,
            policy(),
            ring,
            pause);
    return new Server(ring, life, follower(ring));
  }

  KeyFollower follower(KeyRing ring) {
    return new KeyFollower(new WorkerTransactions(worker.jdbi(), clock), ring);
  }

  KeyRing ring() {
    return new KeyRing(
        database.transactions(clock), sealer(), new KeyGenerator(providers), clock, policy());
  }

  KeyRing ring(KeyRing.Published published) {
    return new KeyRing(
        database.transactions(clock),
        published,
        sealer(),
        new KeyGenerator(providers),
        clock,
        policy());
  }

  private PrivateKeySealer sealer() {
    return new PrivateKeySealer(providers, envelope);
  }

  /** The ring of access tokens. */
  Ring access() {
    return new Ring(KeyUse.ACCESS_TOKEN, wanted.get());
  }

  List<KeyChange.Step> steps() {
    return changes.stream().map(KeyChange::step).toList();
  }

  private KeyPolicy policy() {
    return new KeyPolicy() {
      @Override
      public Ring ordinary(RealmId of, KeyUse use) {
        return new Ring(use, wanted.get());
      }

      @Override
      public Set<Ring> rings(RealmId of) {
        Set<Ring> rings = new LinkedHashSet<>();
        EnumSet.allOf(KeyUse.class).forEach(use -> rings.add(new Ring(use, wanted.get())));
        return rings;
      }

      @Override
      public int rsaBits(RealmId of) {
        return bits.get();
      }

      @Override
      public Duration rotation(RealmId of) {
        return ROTATION;
      }

      @Override
      public Duration remembered(RealmId of, KeyUse use) {
        return REMEMBERED;
      }

      @Override
      public void record(RealmTx tx, KeyChange change) {
        changes.add(change);
      }
    };
  }

  @Override
  public void close() {
    worker.close();
    database.close();
  }
}
