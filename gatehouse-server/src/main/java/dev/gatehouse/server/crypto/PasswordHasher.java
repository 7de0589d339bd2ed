package dev.gatehouse.server.crypto;

import dev.gatehouse.server.kernel.Refusal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Hashes passwords with Argon2id and checks them: libargon2 where it loads, Bouncy Castle
 * otherwise, the same PHC strings. Every attempt computes exactly one hash, also for people who
 * don't exist ({@link #dummy}). As many hashes run at once as there are cores; when too many wait
 * the refusal is {@code OVERLOADED}. Never called inside a transaction.
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

  /** A new PHC string for the password. */
  public String hash(Argon2Parameters parameters, PasswordText password) throws Refusal {
    byte[] salt = random.bytes(PhcString.SALT_LENGTH);
    return new PhcString(parameters, salt, compute(parameters, password, salt, List.of()))
        .toString();
  }

  /**
   * Checks a password against a stored PHC string, at the wanted cost: a hash stored at a lower one
   * is followed by as much work as is missing, so that it answers no faster than {@link #dummy}. An
   * unreadable string mismatches at the wanted cost.
   */
  public PasswordVerification verify(String phc, PasswordText password, Argon2Parameters wanted)
      throws Refusal {
    Optional<PhcString> stored = PhcString.parse(phc);
    if (stored.isEmpty()) {
      return dummy(password, wanted);
    }
    Argon2Parameters parameters = stored.get().parameters();
    if (!stored
        .get()
        .matches(
            compute(parameters, password, stored.get().salt(), parameters.remainderTo(wanted)))) {
      return PasswordVerification.MISMATCHED;
    }
    return parameters.equals(wanted)
        ? PasswordVerification.MATCHED
        : PasswordVerification.MATCHED_NEEDS_REHASH;
  }

  /** The same work as {@link #verify} for somebody who doesn't exist; always a mismatch. */
  public PasswordVerification dummy(PasswordText password, Argon2Parameters wanted) throws Refusal {
    byte[] computed = compute(wanted, password, random.bytes(PhcString.SALT_LENGTH), List.of());
    boolean never = Digests.equal(random.bytes(PhcString.HASH_LENGTH), computed);
    if (never) {
      throw new IllegalStateException("a random value equalled a hash");
    }
    return PasswordVerification.MISMATCHED;
  }

  /** Loads the implementation now, so that the first sign-in after a start is not slower. */
  public void warmUp() {
    implementation();
  }

  private byte[] compute(
      Argon2Parameters parameters,
      PasswordText password,
      byte[] salt,
      List<Argon2Parameters> afterwards)
      throws Refusal {
    assertOutsideTransaction.run();
    Argon2id implementation = implementation();
    byte[] bytes = password.bytes();
    try {
      return lanes.inTurn(() -> {
        byte[] hash = implementation.hash(parameters, bytes, salt);
        afterwards.forEach(more -> implementation.hash(more, bytes, salt));
        return hash;
      });
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
