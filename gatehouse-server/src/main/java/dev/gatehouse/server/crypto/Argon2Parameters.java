package dev.gatehouse.server.crypto;

import java.util.ArrayList;
import java.util.List;

/**
 * The cost of Argon2id (RFC 9106 §3.1).
 *
 * @param memoryKib memory in KiB
 * @param iterations passes over the memory
 * @param parallelism lanes
 */
public record Argon2Parameters(int memoryKib, int iterations, int parallelism)
    implements PasswordHashing {
  /** OWASP's choice for 7 MiB. */
  public static final Argon2Parameters DEFAULT = new Argon2Parameters(7168, 5, 1);

  /** The most memory taken for one hash, also by a stored or imported one. */
  public static final int MOST_MEMORY_KIB = 1 << 18;

  private static final int MOST_ITERATIONS = 64;
  private static final int MOST_LANES = 16;

  public Argon2Parameters {
    if (memoryKib < 8 * parallelism || memoryKib > MOST_MEMORY_KIB) {
      throw new IllegalArgumentException(
          "argon2 memory must be 8 KiB a lane to " + MOST_MEMORY_KIB + " KiB");
    }
    if (iterations < 1 || iterations > MOST_ITERATIONS) {
      throw new IllegalArgumentException("argon2 iterations must be 1 to " + MOST_ITERATIONS);
    }
    if (parallelism < 1 || parallelism > MOST_LANES) {
      throw new IllegalArgumentException("argon2 parallelism must be 1 to " + MOST_LANES);
    }
  }

  /**
   * What remains to be computed after a hash of this cost, so that all of it costs what one hash of
   * the wanted cost does; nothing where this one costs as much or more. Argon2 fills its memory
   * once in each pass (RFC 9106 §3.2), so the work is memory times passes.
   */
  List<Argon2Parameters> remainderTo(Argon2Parameters wanted) {
    long missing = wanted.work() - work();
    List<Argon2Parameters> rest = new ArrayList<>();
    int passes = (int) Math.max(0, missing / wanted.memoryKib);
    if (passes > 0) {
      rest.add(new Argon2Parameters(wanted.memoryKib, passes, wanted.parallelism));
    }
    int memory = (int) Math.max(0, missing % wanted.memoryKib);
    if (memory >= 8 * wanted.parallelism) {
      rest.add(new Argon2Parameters(memory, 1, wanted.parallelism));
    }
    return List.copyOf(rest);
  }

  /** KiB written. */
  long work() {
    return (long) memoryKib * iterations;
  }
}
