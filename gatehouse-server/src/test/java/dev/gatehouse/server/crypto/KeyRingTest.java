package dev.gatehouse.server.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.crypto.KeyHouse.Server;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.storage.DatabaseUnavailable;
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
  private final KeyHouse house = new KeyHouse();
  private final RealmId realm = house.realm;

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void active_firstNeed_isMadeOnceAndReadByAnotherServer() {
    SigningKey key = house.ring().active(realm, KeyUse.ACCESS_TOKEN);

    assertThat(house.ring().active(realm, KeyUse.ACCESS_TOKEN).kid()).isEqualTo(key.kid());
    assertThat(house.steps()).containsExactly(KeyChange.Step.CREATED);
  }

  @Test
  void active_severalAlgorithmsOfOneUse_signSideBySide() {
    KeyRing ring = house.ring();
    Set<String> kids = new HashSet<>();
    for (SigningAlgorithm algorithm : SigningAlgorithm.values()) {
      SigningKey key = ring.active(realm, new Ring(KeyUse.ID_TOKEN, algorithm));
      assertThat(key.algorithm()).isEqualTo(algorithm);
      kids.add(key.kid());
    }

    assertThat(kids).hasSize(3);
    assertThat(ring.published(realm))
        .filteredOn(key -> key.use() == KeyUse.ID_TOKEN)
        .extracting(PublishedKey::kid)
        .containsExactlyInAnyOrderElementsOf(kids);
  }

  @Test
  void active_manyServersAtOnce_agree() throws Exception {
    var start = new CyclicBarrier(6);
    Set<String> kids = new HashSet<>();
    try (var executor = Executors.newFixedThreadPool(6)) {
      List<Future<String>> futures = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        KeyRing server = house.ring();
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
    assertThat(house.steps()).containsExactly(KeyChange.Step.CREATED);
  }

  @Test
  void published_hasBothUses_andNoRevokedKeyAfterAMinuteEvenIfNobodyFollows() {
    KeyRing ring = house.ring();
    List<PublishedKey> before = ring.published(realm);
    assertThat(before).extracting(PublishedKey::use).containsExactlyInAnyOrder(KeyUse.values());
    String kid = ring.active(realm, KeyUse.ACCESS_TOKEN).kid();
    house.database.execute(
        "UPDATE gatehouse.signing_key SET state = 'revoked', gone_at = now(), sealed_private = '' WHERE kid = ?",
        kid);

    assertThat(ring.find(realm, KeyUse.ACCESS_TOKEN, kid)).isPresent();
    house.clock.advance(Duration.ofSeconds(60));
    assertThat(ring.find(realm, KeyUse.ACCESS_TOKEN, kid)).isEmpty();
    assertThat(ring.active(realm, KeyUse.ACCESS_TOKEN).kid()).isNotEqualTo(kid);
  }

  @Test
  void find_keyMadeElsewhere_isFoundAfterASecondThoughNobodyFollows() {
    KeyRing one = house.ring();
    one.active(realm, KeyUse.ID_TOKEN);
    String kid = house.ring().active(realm, KeyUse.ACCESS_TOKEN).kid();

    assertThat(one.find(realm, KeyUse.ACCESS_TOKEN, kid)).isEmpty();
    house.clock.advance(Duration.ofSeconds(1));
    assertThat(one.find(realm, KeyUse.ACCESS_TOKEN, kid)).isPresent();
    assertThat(one.find(realm, KeyUse.ID_TOKEN, kid)).isEmpty();
  }

  @Test
  void find_whatIsNoThumbprint_asksNobody() {
    KeyRing ring = house.ring();
    ring.active(realm, KeyUse.ACCESS_TOKEN);
    house.clock.advance(Duration.ofMinutes(5));
    house.database.close();

    // a look-up would fail: the database is gone
    for (String kid :
        List.of("../../dev/null", "' OR 1=1 --", "https://evil", "x".repeat(10_000))) {
      assertThat(ring.find(realm, KeyUse.ACCESS_TOKEN, kid)).isEmpty();
    }
  }

  @Test
  void follow_nothingChanged_keepsWhatIsKnownWithoutReadingIt() {
    AtomicInteger read = new AtomicInteger();
    Server other = house.server();
    other.ring().active(realm, KeyUse.ACCESS_TOKEN);
    List<SealedKey> stored =
        house.database.in(house.clock, realm, tx -> new JdbcKeyStore().published(tx));
    KeyRing ring =
        house.ring(_ -> {
          read.incrementAndGet();
          return stored;
        });
    String kid = ring.active(realm, KeyUse.ACCESS_TOKEN).kid();
    for (int i = 0; i < 120; i++) {
      house.clock.advance(Duration.ofSeconds(1));
      house.follower(ring).follow();
      assertThat(ring.find(realm, KeyUse.ACCESS_TOKEN, kid)).isPresent();
    }

    assertThat(read).hasValue(1);
  }

  @Test
  void active_databaseDown_oneAsksAndAllAreTold() throws Exception {
    var asked = new AtomicInteger();
    var asking = new CountDownLatch(1);
    var mayFail = new CountDownLatch(1);
    KeyRing ring =
        house.ring(of -> {
          asked.incrementAndGet();
          asking.countDown();
          await(mayFail);
          throw new DatabaseUnavailable(new IllegalStateException("down"));
        });
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
