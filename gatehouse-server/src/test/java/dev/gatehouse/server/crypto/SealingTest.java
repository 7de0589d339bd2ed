package dev.gatehouse.server.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.kernel.RealmId;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is sealed, authenticated and drawn at random. */
class SealingTest {
  private static final CryptoProviders PROVIDERS = CryptoProviders.choose();
  private static final Csprng RANDOM = new Csprng(PROVIDERS);
  private static final MasterKey MASTER = MasterKey.generate(RANDOM);
  private static final Envelope ENVELOPE = new Envelope(PROVIDERS, RANDOM, MASTER);
  private static final Macs MACS = new Macs(PROVIDERS, MASTER);
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456789Z");

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  @Test
  void open_samePurposeAndContext_isThePlainText() {
    for (int length : new int[] {0, 1, 15, 16, 17, 5000}) {
      byte[] plain = RANDOM.bytes(length);
      byte[] sealed = ENVELOPE.seal(Purpose.MAIL, utf8("row 1"), plain);
      assertThat(sealed).hasSize(2 + 12 + length + 16);
      assertThat(ENVELOPE.open(Purpose.MAIL, utf8("row 1"), sealed)).isEqualTo(plain);
    }
  }

  @Test
  void open_anotherPurposeContextOrMasterKey_isBroken() {
    byte[] sealed = ENVELOPE.seal(Purpose.MAIL, utf8("row 1"), utf8("hello"));
    assertThatThrownBy(() -> ENVELOPE.open(Purpose.JOURNEY, utf8("row 1"), sealed))
        .isInstanceOf(SealBroken.class);
    assertThatThrownBy(() -> ENVELOPE.open(Purpose.MAIL, utf8("row 2"), sealed))
        .isInstanceOf(SealBroken.class);
    Envelope other = new Envelope(PROVIDERS, RANDOM, MasterKey.generate(RANDOM));
    assertThatThrownBy(() -> other.open(Purpose.MAIL, utf8("row 1"), sealed))
        .isInstanceOf(SealBroken.class);
  }

  @Test
  void open_anyByteChangedOrCut_isBroken() {
    byte[] sealed = ENVELOPE.seal(Purpose.MAIL, utf8("row"), utf8("hello"));
    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertThatThrownBy(() -> ENVELOPE.open(Purpose.MAIL, utf8("row"), changed))
          .isInstanceOf(SealBroken.class);
      byte[] cut = Arrays.copyOf(sealed, i);
      assertThatThrownBy(() -> ENVELOPE.open(Purpose.MAIL, utf8("row"), cut))
          .isInstanceOf(SealBroken.class);
    }
  }

  @Test
  void seal_sameTextTwice_looksDifferent() {
    assertThat(ENVELOPE.seal(Purpose.MAIL, utf8("row"), utf8("hello")))
        .isNotEqualTo(ENVELOPE.seal(Purpose.MAIL, utf8("row"), utf8("hello")));
  }

  @Test
  void open_signingKeyMovedToAnotherRealmUseOrPublicKey_isBroken() {
    PrivateKeySealer sealer = new PrivateKeySealer(PROVIDERS, ENVELOPE);
    KeyGenerator generator = new KeyGenerator(PROVIDERS);
    KeyGenerator.Specification wanted =
        new KeyGenerator.Specification(SigningAlgorithm.ES256, KeyUse.ACCESS_TOKEN, 2048);
    RealmId realm = new RealmId("monitrax");
    SealedKey sealed = sealer.seal(realm, generator.generate(wanted, KeyState.NEXT, NOW));
    SealedKey other = sealer.seal(realm, generator.generate(wanted, KeyState.NEXT, NOW));

    assertThat(sealer.open(realm, sealed).kid()).isEqualTo(sealed.kid());
    assertThat(sealer.open(realm, sealed).toString()).doesNotContainIgnoringCase("private");
    assertThatThrownBy(() -> sealer.open(new RealmId("portal"), sealed))
        .isInstanceOf(SealBroken.class);
    assertThatThrownBy(() -> sealer.open(realm, with(sealed, KeyUse.ID_TOKEN, sealed)))
        .isInstanceOf(SealBroken.class);
    assertThatThrownBy(() -> sealer.open(realm, with(sealed, sealed.use(), other)))
        .isInstanceOf(SealBroken.class);
  }

  private static SealedKey with(SealedKey key, KeyUse use, SealedKey publicHalf) {
    return new SealedKey(
        key.kid(),
        key.algorithm(),
        use,
        key.state(),
        key.times(),
        publicHalf.publicJwkJson(),
        key.sealedPrivate());
  }

  @Test
  void mac_otherPartsPurposeOrKey_differs() {
    byte[] code = MACS.mac(MacPurpose.CSRF, utf8("ab"), utf8("c"));
    assertThat(code).hasSize(32).isEqualTo(MACS.mac(MacPurpose.CSRF, utf8("ab"), utf8("c")));
    assertThat(MACS.equal(code, MACS.mac(MacPurpose.CSRF, utf8("ab"), utf8("c")))).isTrue();
    assertThat(MACS.equal(code, MACS.mac(MacPurpose.CSRF, utf8("a"), utf8("bc")))).isFalse();
    assertThat(MACS.mac(MacPurpose.CSRF, utf8("abc"))).isNotEqualTo(code);
    assertThat(MACS.mac(MacPurpose.CSRF, utf8("ab"), utf8("c"), utf8(""))).isNotEqualTo(code);
    assertThat(MACS.mac(MacPurpose.LOGIN_INDEX, utf8("ab"), utf8("c"))).isNotEqualTo(code);
    Macs other = new Macs(PROVIDERS, MasterKey.generate(RANDOM));
    assertThat(other.mac(MacPurpose.CSRF, utf8("ab"), utf8("c"))).isNotEqualTo(code);
  }

  @Test
  void mac_manyThreads_neverMixes() throws Exception {
    byte[][] expected = new byte[8][];
    for (int i = 0; i < 8; i++) {
      expected[i] = MACS.mac(MacPurpose.CSRF, utf8("part " + i));
    }
    List<Callable<Boolean>> tasks =
        IntStream.range(0, 64)
            .<Callable<Boolean>>mapToObj(n ->
                () ->
                    IntStream.range(0, 200)
                        .allMatch(r ->
                            Arrays.equals(
                                MACS.mac(MacPurpose.CSRF, utf8("part " + n % 8)), expected[n % 8])))
            .toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> done : threads.invokeAll(tasks)) {
        assertThat(done.get()).isTrue();
      }
    }
  }

  /** FIPS 180-2 appendix B.1 and B.2. */
  @Test
  void sha256_publishedVectors_areReproduced() {
    assertThat(HexFormat.of().formatHex(Digests.sha256(utf8("a"), utf8("bc"))))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(HexFormat.of().formatHex(Digests.sha256()))
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @Test
  void uuidV7_oneInstant_isOrderedAndCarriesTheTime() {
    Csprng random = new Csprng(PROVIDERS);
    UUID last = random.uuidV7(NOW);
    assertThat(last.version()).isEqualTo(7);
    assertThat(last.variant()).isEqualTo(2);
    assertThat(last.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
    for (int i = 0; i < 1000; i++) {
      UUID next = random.uuidV7(NOW);
      assertThat(next.toString()).isGreaterThan(last.toString());
      last = next;
    }
    UUID afterStepBack = random.uuidV7(NOW.minusSeconds(3600));
    assertThat(afterStepBack.getMostSignificantBits() >>> 16)
        .isEqualTo(NOW.minusSeconds(3600).toEpochMilli());
  }

  @Test
  void uuid_manyDrawn_areDistinctAndOfVersionFour() {
    Set<UUID> seen = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      UUID id = RANDOM.uuid();
      assertThat(id.version()).isEqualTo(4);
      assertThat(id.variant()).isEqualTo(2);
      seen.add(id);
    }
    assertThat(seen).hasSize(1000);
    assertThat(RANDOM.bytes(0)).isEmpty();
  }
}
