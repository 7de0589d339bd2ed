package dev.gatehouse.server.crypto;

import dev.gatehouse.server.kernel.Refusal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Hashes passwords with Argon2id or, where a realm asks for it, bcrypt, and checks them. Argon2id
 * is libargon2 where it loads, Bouncy Castle otherwise, the same PHC strings. Every attempt
 * computes exactly one hash, also for people who don't exist ({@link #dummy}). As many hashes run
 * at once as there are cores; when too many wait the refusal is {@code OVERLOADED}. Never called
 * inside a transaction.
 */
public final class PasswordHasher {
  private final Csprng random;
  private final HashingLanes lanes;
  private final Runnable assertOutsideTransaction;
  private final ReentrantLock loading = new ReentrantLock();
  private volatile @Nullable Argon2id argon2id;

  /**
   * A hasher that finds its implementation at its first use.
   *
   * @param bounds how many hashes run and wait at once
   * @param assertOutsideTransaction throws when the calling thread holds a transaction open
   */
  public PasswordHasher(Csprng random, Bounds bounds, Runnable assertOutsideTransaction) {
    this(random, bounds, assertOutsideTransaction, null);
  }

  PasswordHasher(
      Csprng random,
      Bounds bounds,
      Runnable assertOutsideTransaction,
      @Nullable Argon2id argon2id) {
    this.random = random;
    this.lanes = new HashingLanes(bounds.lanes(), bounds.mostWaiting(), bounds.longestWait());
    this.assertOutsideTransaction = assertOutsideTransaction;
    this.argon2id = argon2id;
  }

  /**
   * How much hashing at once.
   *
   * @param lanes hashes that run at once
   * @param mostWaiting callers that may wait for a lane
   * @param longestWait the longest one waits
   */
  public record Bounds(int lanes, int mostWaiting, Duration longestWait) {
    /** As many lanes as cores, 64 waiting, 5 seconds. */
    public static Bounds ofThisMachine() {
      return new Bounds(Runtime.getRuntime().availableProcessors(), 64, Duration.ofSeconds(5));
    }
  }

  /**
   * A new hash of the password, in the form it is stored in.
   *
   * @throws IllegalArgumentException for a password longer than bcrypt reads, where it is to hash
   */
  public String hash(PasswordHashing hashing, PasswordText password) throws Refusal {
    return switch (hashing) {
      case Argon2Parameters argon2 -> {
        byte[] salt = random.bytes(PhcString.SALT_LENGTH);
        yield new PhcString(argon2, salt, compute(argon2, password, salt)).toString();
      }
      case BcryptParameters bcrypt -> {
        byte[] salt = random.bytes(BcryptString.SALT_LENGTH);
        yield inTurn(password, bytes -> BcryptString.of(bcrypt, bytes, salt));
      }
    };
  }

  /**
   * Checks a password against a stored hash of either algorithm, at the wanted cost: one stored at
   * a lower cost is followed by as much work as is missing, so that it answers no faster than
   * {@link #dummy}. One that can't be read mismatches at the wanted cost.
   */
  public PasswordVerification verify(String stored, PasswordText password, PasswordHashing wanted)
      throws Refusal {
    Optional<PhcString> argon2 = PhcString.parse(stored);
    if (argon2.isPresent()) {
      Argon2Parameters parameters = argon2.get().parameters();
      byte[] salt = argon2.get().salt();
      boolean matches =
          inTurn(
              password,
              bytes -> {
                byte[] computed = implementation().hash(parameters, bytes, salt);
                makeUp(parameters, wanted, bytes, salt);
                return argon2.get().matches(computed);
              });
      return verification(matches, parameters, password, wanted);
    }
    Optional<BcryptString> bcrypt = BcryptString.parse(stored);
    if (bcrypt.isPresent()) {
      BcryptParameters parameters = bcrypt.get().parameters();
      boolean matches =
          inTurn(
              password,
              bytes -> {
                boolean same = bcrypt.get().matches(bytes);
                makeUp(parameters, wanted, bytes, bcrypt.get().salt());
                return same;
              });
      return verification(matches, parameters, password, wanted);
    }
    return dummy(password, wanted);
  }

  private static PasswordVerification verification(
      boolean matches, PasswordHashing stored, PasswordText password, PasswordHashing wanted) {
    if (!matches) {
      return PasswordVerification.MISMATCHED;
    }
    // a password too long for what the realm wants now keeps its hash until it is changed
    return stored.equals(wanted) || !password.fits(wanted)
        ? PasswordVerification.MATCHED
        : PasswordVerification.MATCHED_NEEDS_REHASH;
  }

  /** The same work as {@link #verify} for somebody who doesn't exist; always a mismatch. */
  public PasswordVerification dummy(PasswordText password, PasswordHashing wanted) throws Refusal {
    boolean never =
        switch (wanted) {
          case Argon2Parameters argon2 ->
              Digests.equal(
                  random.bytes(PhcString.HASH_LENGTH),
                  compute(argon2, password, random.bytes(PhcString.SALT_LENGTH)));
          case BcryptParameters bcrypt ->
              inTurn(
                  password,
                  BcryptString.ofNobody(bcrypt, random.bytes(BcryptString.SALT_LENGTH))::matches);
        };
    if (never) {
      throw new IllegalStateException("a random value equalled a hash");
    }
    return PasswordVerification.MISMATCHED;
  }

  /** Loads the implementation now, so that the first sign-in after a start is not slower. */
  public void warmUp() {
    implementation();
  }

  private byte[] compute(Argon2Parameters parameters, PasswordText password, byte[] salt)
      throws Refusal {
    Argon2id argon2 = implementation();
    return inTurn(password, bytes -> argon2.hash(parameters, bytes, salt));
  }

  /** The work that a hash stored at a lower cost spared, so that it answers no faster. */
  private void makeUp(
      PasswordHashing stored, PasswordHashing wanted, byte[] password, byte[] salt) {
    switch (wanted) {
      case Argon2Parameters argon2 -> {
        // bcrypt's lowest cost is more than Argon2id's usual one
        if (stored instanceof Argon2Parameters lower) {
          lower.remainderTo(argon2).forEach(more -> implementation().hash(more, password, salt));
        }
      }
      case BcryptParameters bcrypt ->
          bcrypt
              .remainderFrom(stored)
              .forEach(more -> BcryptString.ofNobody(more, salt).matches(password));
    }
  }

  private <T> T inTurn(PasswordText password, Function<byte[], T> work) throws Refusal {
    assertOutsideTransaction.run();
    byte[] bytes = password.bytes();
    try {
      return lanes.inTurn(() -> work.apply(bytes));
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private Argon2id implementation() {
    Argon2id loaded = argon2id;
    if (loaded != null) {
      return loaded;
    }
    loading.lock();
    try {
      Argon2id found = argon2id;
      if (found == null) {
        found = NativeArgon2id.load().orElseGet(BouncyCastleArgon2id::new);
        argon2id = found;
      }
      return found;
    } finally {
      loading.unlock();
    }
  }
}
