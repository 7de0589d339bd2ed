package dev.gatehouse.server.credential;

import dev.gatehouse.server.principal.AddressKeys;
import dev.gatehouse.server.principal.EmailAddress;
import dev.gatehouse.server.storage.RealmTx;
import dev.gatehouse.server.storage.Tx;
import java.time.Duration;
import java.time.Instant;

/**
 * Slows guessing down, by realm and normalised address, whether anybody has the address or not.
 * Every try is counted before its password is looked at and only a right one clears the count, so
 * tries in parallel gain nothing. After {@value #FREE} wrong tries in a row each further one waits:
 * 30 s, twice as long after each, never more than 15 min. Time alone opens it again.
 */
public final class FailedSignIns {
  /** Wrong tries in a row before the first wait. */
  public static final int FREE = 10;

  private static final Duration FIRST_WAIT = Duration.ofSeconds(30);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

  private final SignInCounterStore store;
  private final AddressKeys keys;

  public FailedSignIns(AddressKeys keys) {
    this(new JdbcSignInCounterStore(), keys);
  }

  FailedSignIns(SignInCounterStore store, AddressKeys keys) {
    this.store = store;
    this.keys = keys;
  }

  /** Whether a try may be looked at. */
  public sealed interface Admission {
    /** It may; it is counted as wrong until {@link FailedSignIns#succeeded} says otherwise. */
    record Admitted() implements Admission {}

    /** It may not, however right it is. */
    record Locked(Instant until) implements Admission {}
  }

  /**
   * Counts a try, before anything is hashed. In a transaction that commits by itself: the count
   * survives whatever follows.
   */
  public Admission admit(RealmTx tx, EmailAddress address) {
    byte[] key = key(tx, address);
    return store
        .lockedUntil(tx, key)
        .<Admission>map(Admission.Locked::new)
        .orElseGet(() -> {
          int tries = store.count(tx, key);
          if (tries >= FREE) {
            store.lock(tx, key, tx.now().plus(waitAfter(tries)));
          }
          return new Admission.Admitted();
        });
  }

  /** Clears the count after a right password, as an effect. */
  public void succeeded(Tx tx, EmailAddress address) {
    store.clear(tx, key(tx, address));
  }

  /** How long the next try waits after so many in a row. */
  static Duration waitAfter(int tries) {
    int doublings = Math.min(tries - FREE, 10);
    Duration wait = FIRST_WAIT.multipliedBy(1L << doublings);
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }

  private byte[] key(Tx tx, EmailAddress address) {
    return keys.forCounter("sign-in", tx.realm(), address);
  }
}
