package dev.gatehouse.server.crypto;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** The one source of random values: keys, nonces, secrets and ids. Safe for many threads. */
public final class Csprng {
  private static final long TICKS_A_MILLISECOND = 4096;
  private static final long TICKS_A_SECOND = 1000 * TICKS_A_MILLISECOND;

  private final SecureRandom random;
  private final AtomicLong lastTick = new AtomicLong();

  public Csprng(CryptoProviders providers) {
    this.random = providers.secureRandom();
  }

  /** As many random bytes as asked for. */
  public byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  /** A random UUID (RFC 9562 §5.4), for ids that must not tell when they were made. */
  public UUID uuid() {
    long high = (random.nextLong() & ~0xf000L) | 0x4000L;
    return new UUID(high, variant(random.nextLong()));
  }

  /**
   * A time-ordered UUID (RFC 9562 §5.7). The twelve bits after the milliseconds are the fraction of
   * the millisecond (§6.2, method 3); ids of one process never go back, also within one instant,
   * unless the clock itself went back by more than a second.
   */
  public UUID uuidV7(Instant at) {
    long now = at.toEpochMilli() * TICKS_A_MILLISECOND + fraction(at);
    long tick =
        lastTick.updateAndGet(last -> now > last || last - now > TICKS_A_SECOND ? now : last + 1);
    long high = (tick / TICKS_A_MILLISECOND) << 16 | 0x7000L | tick % TICKS_A_MILLISECOND;
    return new UUID(high, variant(random.nextLong()));
  }

  /** For what needs the generator itself, such as key generation. */
  SecureRandom generator() {
    return random;
  }

  private static long fraction(Instant at) {
    return (at.get(ChronoField.NANO_OF_SECOND) % 1_000_000L) * TICKS_A_MILLISECOND / 1_000_000L;
  }

  private static long variant(long bits) {
    return (bits & 0x3fffffffffffffffL) | 0x8000000000000000L;
  }
}
