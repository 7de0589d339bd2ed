package dev.gatehouse.server.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.storage.DatabaseUnavailable;
import dev.gatehouse.server.storage.RealmTx;
import dev.gatehouse.server.storage.ServerDatabase;
import dev.gatehouse.testkit.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Signing keys on a real database, several servers at once. */
@Tag("database")
class KeyRingTest {
  private final CryptoProviders providers = CryptoProviders.choose();
  private final Csprng random = new Csprng(providers);
  private final MasterKey master = MasterKey.generate(random);
  private final ServerDatabase database = ServerDatabase.create();
  private final FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");
  private final RealmId realm = database.realm("sample");
  private final AtomicInteger made = new AtomicInteger();
  private SigningAlgorithm wanted = SigningAlgorithm.ES256;

  @AfterEach
  void close() {
    database.close();
  }

  /** A server with rings of its own. */
  private KeyRing server() {
    return new KeyRing(
        database.transactions(clock),
        new PrivateKeySealer(providers, new Envelope(providers, random, master)),
        new KeyGenerator(providers),
        clock,
        policy());
  }

  private KeyRing.Policy policy() {
    return new KeyRing.Policy() {
      @Override
      public KeyGenerator.Specification wanted(RealmId of, KeyUse use) {
        return new KeyGenerator.Specification(wanted, use, 2048);
      }

      @Override
      public void created(RealmTx tx, SigningKey key) {
        made.incrementAndGet();
      }
    };
  }

  @Test
  void active_firstNeed_isMadeOnceAndReadByAnotherServer() {
    SigningKey key = server().active(realm, KeyUse.ACCESS_TOKEN);

    assertThat(server().active(realm, KeyUse.ACCESS_TOKEN).kid()).isEqualTo(key.kid());
    assertThat(made).hasValue(1);
  }

  @Test
  void active_manyServersAtOnce_agree() throws Exception {
    var start = new CyclicBarrier(6);
    Set<String> kids = new HashSet<>();
    try (var executor = Executors.newFixedThreadPool(6)) {
      List<Future<String>> futures = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        KeyRing server = server();
        futures.add(
            executor.submit(() -> {
              start.await();
              return server.active(realm, KeyUse.ACCESS_TOKEN).kid();
            }));
      }
      for (Future<String> future : futures) {
        kids.add(future.get());
      }
    }

    assertThat(kids).hasSize(1);
    assertThat(made).hasValue(1);
  }

  @Test
  void published_hasBothUses_andNoRevokedKeyAfterAMinute() {
    KeyRing ring = server();
    List<SigningKey> before = ring.published(realm);
    assertThat(before).extracting(SigningKey::use).containsExactlyInAnyOrder(KeyUse.values());
    String kid = ring.active(realm, KeyUse.ACCESS_TOKEN).kid();
    database.execute("UPDATE gatehouse.signing_key SET state = 'revoked' WHERE kid = ?", kid);

    assertThat(ring.find(realm, KeyUse.ACCESS_TOKEN, kid)).isPresent();
    clock.advance(Duration.ofSeconds(60));
    assertThat(ring.find(realm, KeyUse.ACCESS_TOKEN, kid)).isEmpty();
    assertThat(ring.active(realm, KeyUse.ACCESS_TOKEN).kid()).isNotEqualTo(kid);
  }

  @Test
  void find_keyMadeElsewhere_isFoundWithinTenSeconds() {
    KeyRing one = server();
    one.active(realm, KeyUse.ID_TOKEN);
    String kid = server().active(realm, KeyUse.ACCESS_TOKEN).kid();

    assertThat(one.find(realm, KeyUse.ACCESS_TOKEN, kid)).isEmpty();
    clock.advance(Duration.ofSeconds(10));
    assertThat(one.find(realm, KeyUse.ACCESS_TOKEN, kid)).isPresent();
    assertThat(one.find(realm, KeyUse.ID_TOKEN, kid)).isEmpty();
  }

  @Test
  void find_whatIsNoThumbprint_asksNobody() {
    KeyRing ring = server();
    ring.active(realm, KeyUse.ACCESS_TOKEN);
    clock.advance(Duration.ofMinutes(5));
    database.close();

    // a look-up would fail: the database is gone
    for (String kid :
        List.of("../../dev/null", "' OR 1=1 --", "https://evil", "x".repeat(10_000))) {
      assertThat(ring.find(realm, KeyUse.ACCESS_TOKEN, kid)).isEmpty();
    }
  }

  @Test
  void active_algorithmChanged_retiresTheOld() {
    String old = server().active(realm, KeyUse.ACCESS_TOKEN).kid();
    wanted = SigningAlgorithm.EDDSA;

    KeyRing ring = server();
    assertThat(ring.active(realm, KeyUse.ACCESS_TOKEN).algorithm())
        .isEqualTo(SigningAlgorithm.EDDSA);
    assertThat(ring.published(realm))
        .filteredOn(key -> key.kid().equals(old))
        .extracting(SigningKey::state)
        .containsExactly(KeyState.RETIRING);
  }

  @Test
  void active_databaseDown_oneAsksAndAllAreTold() throws Exception {
    var asked = new AtomicInteger();
    var asking = new CountDownLatch(1);
    var mayFail = new CountDownLatch(1);
    KeyRing ring =
        new KeyRing(
            database.transactions(clock),
            of -> {
              asked.incrementAndGet();
              asking.countDown();
              await(mayFail);
              throw new DatabaseUnavailable(new IllegalStateException("down"));
            },
            new PrivateKeySealer(providers, new Envelope(providers, random, master)),
            new KeyGenerator(providers),
            clock,
            policy());
    List<Thread> threads = new ArrayList<>();
    List<RuntimeException> failures = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                try {
                  ring.active(realm, KeyUse.ACCESS_TOKEN);
                } catch (RuntimeException failed) {
                  failures.add(failed);
                }
              }));
    }
    asking.await();
    // the others wait, or did so as long as anybody does
    while (threads.stream().map(Thread::getState).filter(KeyRingTest::cameToAsk).count() < 7) {
      Thread.onSpinWait();
    }
    mayFail.countDown();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(failures).hasSize(8).allMatch(DatabaseUnavailable.class::isInstance);
    assertThat(asked).hasValue(1);
  }

  private static boolean cameToAsk(Thread.State state) {
    return state == Thread.State.TIMED_WAITING || state == Thread.State.TERMINATED;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
