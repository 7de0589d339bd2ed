package dev.gatehouse.server.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PasswordHasherTest {
  private static final Argon2Parameters SMALL = new Argon2Parameters(64, 1, 1);
  private static final Argon2Parameters DEFAULT = Argon2Parameters.DEFAULT;
  private static final Csprng RANDOM = new Csprng(CryptoProviders.jdk());
  private static final PasswordHasher.Bounds BOUNDS =
      new PasswordHasher.Bounds(2, 8, Duration.ofSeconds(5));

  private static Argon2id nativeOne() {
    return NativeArgon2id.load().orElseThrow();
  }

  static Stream<Arguments> bothWays() {
    return Stream.of(
        Arguments.of(nativeOne(), new BouncyCastleArgon2id()),
        Arguments.of(new BouncyCastleArgon2id(), nativeOne()));
  }

  private static PasswordHasher hasher(Argon2id argon2id) {
    return new PasswordHasher(RANDOM, BOUNDS, PasswordHasherTest::noTransaction, argon2id);
  }

  private static PasswordText password(String text) {
    return switch (PasswordText.normalise(Secret.of(text))) {
      case PasswordText.Ok ok -> ok.password();
      case PasswordText.Malformed malformed -> throw new AssertionError(malformed);
    };
  }

  @ParameterizedTest
  @MethodSource("bothWays")
  void verify_hashOfTheOtherImplementation_matches(Argon2id one, Argon2id other) throws Refusal {
    for (Argon2Parameters parameters : List.of(DEFAULT, new Argon2Parameters(256, 2, 3))) {
      String phc = hasher(one).hash(parameters, password("correct horse battery staple 🐎"));
      assertThat(hasher(other).verify(phc, password("correct horse battery staple 🐎"), parameters))
          .isEqualTo(PasswordVerification.MATCHED);
      assertThat(hasher(other).verify(phc, password("correct horse battery stapler"), parameters))
          .isEqualTo(PasswordVerification.MISMATCHED);
    }
  }

  @Test
  void hash_defaultParameters_isThePhcStringOfTheDocumentedCost() throws Refusal {
    PasswordHasher hasher = new PasswordHasher(RANDOM, BOUNDS, PasswordHasherTest::noTransaction);
    hasher.warmUp();
    assertThat(hasher.hash(DEFAULT, password("a long enough password")))
        .matches("\\$argon2id\\$v=19\\$m=7168,t=5,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}")
        .isNotEqualTo(hasher.hash(DEFAULT, password("a long enough password")));
  }

  /** RFC 9106 has only a vector with secret and data; this one is of the reference's test.c. */
  @ParameterizedTest
  @MethodSource("bothWays")
  void hash_referenceVector_isReproduced(Argon2id one, Argon2id other) throws Refusal {
    String phc =
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
    assertThat(PhcString.parse(phc)).as("a salt of another length is not one of ours").isEmpty();
    byte[] salt = "somesalt".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    byte[] password = "password".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    byte[] expected = Base64.getDecoder().decode("nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4");
    assertThat(one.hash(new Argon2Parameters(256, 2, 1), password, salt)).isEqualTo(expected);
    assertThat(other.hash(new Argon2Parameters(256, 2, 1), password, salt)).isEqualTo(expected);
  }

  @Test
  void verify_otherCostThanWanted_asksForRehash() throws Refusal {
    PasswordHasher hasher = hasher(nativeOne());
    String phc = hasher.hash(SMALL, password("a long enough password"));
    assertThat(hasher.verify(phc, password("a long enough password"), DEFAULT))
        .isEqualTo(PasswordVerification.MATCHED_NEEDS_REHASH);
    assertThat(hasher.verify(phc, password("another long password"), DEFAULT))
        .isEqualTo(PasswordVerification.MISMATCHED);
  }

  @Test
  void everyAttempt_knownOrUnknown_computesExactlyOneHash() throws Refusal {
    AtomicInteger computed = new AtomicInteger();
    Argon2id counting =
        (parameters, password, salt) -> {
          computed.incrementAndGet();
          return new BouncyCastleArgon2id().hash(parameters, password, salt);
        };
    PasswordHasher hasher = hasher(counting);
    String phc = hasher.hash(SMALL, password("a long enough password"));
    assertThat(computed.getAndSet(0)).isOne();

    assertThat(hasher.verify(phc, password("wrong"), SMALL))
        .isEqualTo(PasswordVerification.MISMATCHED);
    assertThat(computed.getAndSet(0)).isOne();
    assertThat(hasher.dummy(password("wrong"), SMALL)).isEqualTo(PasswordVerification.MISMATCHED);
    assertThat(computed.getAndSet(0)).isOne();
    assertThat(hasher.verify("$2y$10$notours", password("wrong"), SMALL))
        .isEqualTo(PasswordVerification.MISMATCHED);
    assertThat(computed.getAndSet(0)).isOne();
  }

  @ParameterizedTest
  @CsvSource({"64,1", "96,1", "64,4", "100,2", "256,2", "300,1"})
  void verify_hashStoredAtALowerCost_writesAsMuchMemoryAsForNobody(int memory, int iterations)
      throws Refusal {
    Argon2Parameters wanted = new Argon2Parameters(256, 3, 1);
    List<Argon2Parameters> computed = new ArrayList<>();
    Argon2id recording =
        (parameters, password, salt) -> {
          computed.add(parameters);
          return new BouncyCastleArgon2id().hash(parameters, password, salt);
        };
    PasswordHasher hasher = hasher(recording);
    hasher.dummy(password("wrong"), wanted);
    long nobody = work(computed);
    String phc =
        hasher.hash(
            new Argon2Parameters(memory, iterations, 1), password("a long enough password"));
    for (String guess : List.of("wrong", "a long enough password")) {
      computed.clear();
      hasher.verify(phc, password(guess), wanted);
      // less than the least memory of a hash can't be made up for
      assertThat(work(computed)).as(guess).isBetween(nobody - 8, nobody);
    }
  }

  private static long work(List<Argon2Parameters> computed) {
    return computed.stream().mapToLong(Argon2Parameters::work).sum();
  }

  @Test
  void hash_insideATransaction_isABug() {
    PasswordHasher hasher =
        new PasswordHasher(
            RANDOM,
            BOUNDS,
            () -> {
              throw new IllegalStateException("inside a transaction");
            });
    assertThatThrownBy(() -> hasher.hash(SMALL, password("a long enough password")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void flood_moreThanMayWait_isTurnedAwayAsOverloaded() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    HashingLanes noQueue = new HashingLanes(1, 0, Duration.ofSeconds(30));
    assertThatThrownBy(() -> noQueue.inTurn(() -> "never")).isInstanceOf(Refusal.class);

    HashingLanes lanes = new HashingLanes(1, 2, Duration.ofMillis(50));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> calls = new ArrayList<>();
      calls.add(
          threads.submit(() ->
              lanes.inTurn(() -> {
                running.countDown();
                awaitQuietly(release);
                return "done";
              })));
      running.await();
      assertThatThrownBy(() -> lanes.inTurn(() -> "late"))
          .isInstanceOfSatisfying(
              Refusal.class,
              refusal -> {
                assertThat(refusal.reason()).isEqualTo(Reason.OVERLOADED);
                assertThat(refusal.retryAfter()).isPresent();
              });
      release.countDown();
      assertThat(calls.getFirst().get()).isEqualTo("done");
    }
    assertThat(lanes.inTurn(() -> "free again")).isEqualTo("free again");
  }

  private static void noTransaction() {}

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }
}
