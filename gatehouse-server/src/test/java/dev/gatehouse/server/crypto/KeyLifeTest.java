package dev.gatehouse.server.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.crypto.KeyHouse.Server;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Keys from next to revoked, on a real database. */
@Tag("database")
class KeyLifeTest {
  private static final KeyUse ACCESS = KeyUse.ACCESS_TOKEN;

  private final KeyHouse house = new KeyHouse();
  private final RealmId realm = house.realm;

  @AfterEach
  void close() {
    house.close();
  }

  private static KeyState state(Server server, RealmId realm, String kid) {
    return server.life().keys(realm).stream()
        .filter(key -> key.kid().equals(kid))
        .map(PublishedKey::state)
        .findFirst()
        .orElseThrow();
  }

  private boolean isPublished(Server server, String kid) {
    return server.ring().published(realm).stream().anyMatch(key -> key.kid().equals(kid));
  }

  @Test
  void tend_newRealm_publishesANextKeyBesideEachThatSigns() throws Refusal {
    Server server = house.server();
    server.life().tend(realm);

    Map<Ring, Set<KeyState>> states =
        server.ring().published(realm).stream()
            .collect(
                Collectors.groupingBy(
                    PublishedKey::ring,
                    Collectors.mapping(PublishedKey::state, Collectors.toSet())));
    assertThat(states)
        .containsOnlyKeys(house.access(), new Ring(KeyUse.ID_TOKEN, SigningAlgorithm.ES256));
    assertThat(states.values()).allMatch(Set.of(KeyState.ACTIVE, KeyState.NEXT)::equals);
    // a second round finds nothing to do
    int before = house.changes.size();
    server.life().tend(realm);
    assertThat(house.changes).hasSize(before);
  }

  @Test
  void rotate_onDemand_signsWithThePublishedKeyAtOnceAndKeepsTheOldVerifying() throws Refusal {
    Server server = house.server();
    server.life().tend(realm);
    String old = server.ring().active(realm, ACCESS).kid();
    String next = server.life().prepare(realm, house.access(), "ada").kid();
    assertThat(isPublished(server, next)).isTrue();

    KeyLife.Rotation done = server.life().rotate(realm, house.access(), "ada");

    assertThat(done.retired().kid()).isEqualTo(old);
    assertThat(server.ring().active(realm, ACCESS).kid()).isEqualTo(next);
    assertThat(server.ring().find(realm, ACCESS, old)).isPresent();
    assertThat(state(server, realm, old)).isEqualTo(KeyState.RETIRING);
    assertThat(house.changes)
        .contains(
            new KeyChange(KeyChange.Step.ROTATED, house.access(), next, Optional.of(old), "ada"));
    // the one after it is published already
    assertThat(server.ring().published(realm))
        .filteredOn(key -> key.ring().equals(house.access()))
        .extracting(PublishedKey::state)
        .containsExactlyInAnyOrder(KeyState.RETIRING, KeyState.ACTIVE, KeyState.NEXT);
  }

  @Test
  void retiring_isPublishedUntilEverythingItSignedHasExpired() throws Refusal {
    Server server = house.server();
    String old = server.ring().active(realm, ACCESS).kid();
    server.life().rotate(realm, house.access(), "ada");

    house.clock.advance(KeyHouse.REMEMBERED.minusSeconds(1));
    server.follower().follow();
    assertThat(isPublished(server, old)).isTrue();
    assertThat(server.ring().find(realm, ACCESS, old)).isPresent();
    house.clock.advance(Duration.ofSeconds(1));
    assertThat(isPublished(server, old)).isFalse();
    assertThat(server.ring().find(realm, ACCESS, old)).isEmpty();
  }

  @Test
  void whatSignsNoMore_hasNoPrivateHalfAnyMore() throws Refusal {
    Server server = house.server();
    String first = server.ring().active(realm, ACCESS).kid();
    server.life().rotate(realm, house.access(), "ada");
    String second = server.ring().active(realm, ACCESS).kid();
    server.life().revoke(realm, second, "ada");

    List<SealedKey> keys = house.database.in(house.clock, realm, tx -> new JdbcKeyStore().all(tx));
    assertThat(keys)
        .filteredOn(key -> Set.of(first, second).contains(key.kid()))
        .hasSize(2)
        .allMatch(key -> key.sealedPrivate().length == 0);
    assertThat(server.life().open(realm, first)).isEmpty();
  }

  @Test
  void rotate_twoServersAtOnce_onlyOneDoes() throws Exception {
    Server one = house.server(_ -> {});
    Server other = house.server(_ -> {});
    one.life().tend(realm);
    house.clock.advance(Duration.ofMinutes(1));
    String before = one.ring().active(realm, ACCESS).kid();
    AtomicInteger refused = new AtomicInteger();
    try (var executor = Executors.newFixedThreadPool(2)) {
      List<Future<?>> both = new ArrayList<>();
      var start = new java.util.concurrent.CyclicBarrier(2);
      for (Server server : List.of(one, other)) {
        both.add(
            executor.submit(() -> {
              start.await();
              try {
                server.life().rotate(realm, house.access(), "ada");
              } catch (Refusal refusal) {
                assertThat(refusal.reason()).isEqualTo(Reason.CHANGED_MEANWHILE);
                refused.incrementAndGet();
              }
              return true;
            }));
      }
      for (Future<?> each : both) {
        each.get();
      }
    }

    // both may have come one after the other; never is a key skipped or one published too late
    long rotations = house.steps().stream().filter(step -> step == KeyChange.Step.ROTATED).count();
    assertThat(rotations + refused.get()).isEqualTo(2);
    assertThat(state(one, realm, before)).isEqualTo(KeyState.RETIRING);
    assertThat(one.life().keys(realm))
        .filteredOn(key -> key.ring().equals(house.access()) && key.state() == KeyState.ACTIVE)
        .hasSize(1);
  }

  @Test
  void follow_otherServer_hasThePublishedTheActiveAndTheRevokedKeyAfterOneLook() throws Refusal {
    Server here = house.server();
    Server there = house.server();
    here.life().tend(realm);
    String old = there.ring().active(realm, ACCESS).kid();
    here.life().rotate(realm, house.access(), "ada");
    String active = here.ring().active(realm, ACCESS).kid();
    assertThat(there.ring().active(realm, ACCESS).kid()).isEqualTo(old);

    there.follower().follow();
    assertThat(there.ring().active(realm, ACCESS).kid()).isEqualTo(active);
    assertThat(there.ring().find(realm, ACCESS, old)).isPresent();

    here.life().revoke(realm, old, "ada");
    there.follower().follow();
    assertThat(there.ring().find(realm, ACCESS, old)).isEmpty();
    assertThat(isPublished(there, old)).isFalse();
  }

  @Test
  void revoke_keyThatSigns_isGoneAtOnceAndThePublishedOneSigns() throws Refusal {
    Server server = house.server();
    server.life().tend(realm);
    String old = server.ring().active(realm, ACCESS).kid();
    String next = server.life().prepare(realm, house.access(), "ada").kid();

    KeyLife.Revoked done = server.life().revoke(realm, old, "ada").orElseThrow();

    assertThat(done.successor()).contains(next);
    assertThat(server.ring().find(realm, ACCESS, old)).isEmpty();
    assertThat(isPublished(server, old)).isFalse();
    assertThat(server.ring().active(realm, ACCESS).kid()).isEqualTo(next);
    assertThat(server.life().revoke(realm, old, "ada")).isEmpty();
    assertThat(server.life().revoke(realm, "x".repeat(43), "ada")).isEmpty();
  }

  @Test
  void revoke_withoutANextKey_makesOneThatSigns() throws Refusal {
    Server server = house.server();
    String old = server.ring().active(realm, ACCESS).kid();

    KeyLife.Revoked done = server.life().revoke(realm, old, "ada").orElseThrow();

    assertThat(server.ring().active(realm, ACCESS).kid())
        .isEqualTo(done.successor().orElseThrow())
        .isNotEqualTo(old);
  }

  @Test
  void tend_ninetyDays_rotatesByItselfAndNotBefore() throws Refusal {
    Server server = house.server();
    server.life().tend(realm);
    String old = server.ring().active(realm, ACCESS).kid();
    house.clock.advance(KeyHouse.ROTATION.minusSeconds(1));
    server.life().tend(realm);
    assertThat(server.ring().active(realm, ACCESS).kid()).isEqualTo(old);

    house.clock.advance(Duration.ofSeconds(1));
    server.life().tend(realm);
    String second = server.ring().active(realm, ACCESS).kid();
    assertThat(second).isNotEqualTo(old);
    assertThat(house.changes)
        .filteredOn(change -> change.step() == KeyChange.Step.ROTATED)
        .hasSize(2)
        .allMatch(change -> change.by().equals(KeyChange.SERVER));
    server.life().tend(realm);
    assertThat(server.ring().active(realm, ACCESS).kid()).isEqualTo(second);
  }

  @Test
  void tend_nextKeyJustPublished_waitsBeforeItSignsByItself() throws Refusal {
    Server server = house.server();
    String old = server.ring().active(realm, ACCESS).kid();
    house.clock.advance(KeyHouse.ROTATION.plusDays(1));
    server.life().tend(realm);
    assertThat(server.ring().active(realm, ACCESS).kid()).isEqualTo(old);

    house.clock.advance(KeyLife.PUBLISHED_AHEAD);
    server.life().tend(realm);
    assertThat(server.ring().active(realm, ACCESS).kid()).isNotEqualTo(old);
  }

  @Test
  void tend_realmAsksForAnotherAlgorithm_retiresTheOldKeysOfAccessTokens() throws Refusal {
    Server server = house.server();
    server.life().tend(realm);
    String old = server.ring().active(realm, ACCESS).kid();
    house.wanted.set(SigningAlgorithm.EDDSA);

    assertThat(server.ring().active(realm, ACCESS).algorithm()).isEqualTo(SigningAlgorithm.EDDSA);
    server.life().tend(realm);
    assertThat(server.ring().published(realm))
        .filteredOn(key -> key.use() == ACCESS)
        .filteredOn(key -> key.key().algorithm() == SigningAlgorithm.ES256)
        .extracting(PublishedKey::kid, PublishedKey::state)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(old, KeyState.RETIRING));
  }

  @Test
  void tend_realmAsksForLargerKeys_makesTheNextOneSo() throws Refusal {
    house.wanted.set(SigningAlgorithm.RS256);
    Server server = house.server();
    server.life().tend(realm);
    house.bits.set(3072);
    server.life().tend(realm);

    PublishedKey next = server.life().prepare(realm, house.access(), "ada");
    assertThat(((RSAPublicKey) next.key().publicKey()).getModulus().bitLength()).isEqualTo(3072);
  }

  @Test
  void rotation_underLoad_refusesNothingThatWasSigned() throws Exception {
    Load load = new Load(house.server(_ -> {}), house.server(_ -> {}));
    load.signing().life().tend(realm);
    load.verifying().ring().published(realm);
    try (var executor = Executors.newFixedThreadPool(3)) {
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        workers.add(executor.submit(() -> signAndVerify(load)));
      }
      try {
        for (int round = 0; round < 12; round++) {
          load.verifying().follower().follow();
          // since the look above nothing is published that the rotation below makes sign
          house.clock.advance(KeyLife.FOLLOWED);
          int before = load.verified().get();
          load.signing().life().rotate(realm, house.access(), "ada");
          while (load.verified().get() < before + 20
              && workers.stream().noneMatch(Future::isDone)) {
            Thread.onSpinWait();
          }
        }
      } finally {
        load.stop().set(true);
      }
      for (Future<?> worker : workers) {
        worker.get();
      }
    }

    assertThat(load.used()).hasSizeGreaterThanOrEqualTo(12);
  }

  /** One server signs, the other verifies, and looks for changes only now and then. */
  private record Load(
      Server signing,
      Server verifying,
      Set<String> used,
      AtomicInteger verified,
      AtomicBoolean stop) {
    Load(Server signing, Server verifying) {
      this(
          signing,
          verifying,
          ConcurrentHashMap.newKeySet(),
          new AtomicInteger(),
          new AtomicBoolean());
    }
  }

  private void signAndVerify(Load load) {
    TokenSigner signer = new TokenSigner(house.providers);
    Ring access = house.access();
    var verifier =
        new AccessTokenVerifier(
            house.providers,
            new AccessTokenVerifier.Expectation(
                "https://issuer", Set.of("api"), "at+jwt", access.algorithm()),
            kid -> load.verifying().ring().find(realm, ACCESS, kid),
            house.clock);
    while (!load.stop().get()) {
      SigningKey key = load.signing().ring().active(realm, ACCESS);
      if (load.used().add(key.kid())) {
        // the key set of the other server had it before its first token
        assertThat(isPublished(load.verifying(), key.kid())).isTrue();
      }
      String token = signer.sign(key, "at+jwt", claims());
      assertThat(verifier.verify(token)).isInstanceOf(TokenVerification.Verified.class);
      load.verified().incrementAndGet();
    }
  }

  private Map<String, Object> claims() {
    return Map.of(
        "iss",
        "https://issuer",
        "sub",
        "somebody",
        "aud",
        "api",
        "client_id",
        "app",
        "jti",
        "1",
        "iat",
        house.clock.instant(),
        "exp",
        house.clock.instant().plusSeconds(900));
  }

  @Test
  void sign_withAKeyThatIsNotActive_isABug() {
    Server server = house.server();
    PublishedKey next = server.life().prepare(realm, house.access(), "ada");
    SigningKey opened = server.life().open(realm, next.kid()).orElseThrow();

    assertThatThrownBy(
            () -> new TokenSigner(house.providers).sign(opened, "at+jwt", Map.of("n", 1)))
        .isInstanceOf(IllegalStateException.class);
  }
}
