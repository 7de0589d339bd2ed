package dev.gatehouse.postgres;

import org.jspecify.annotations.Nullable;

/**
 * Why the embedded PostgreSQL can't be had, in words for the person at the terminal, with the exit
 * code a command should end with.
 */
public final class PostgresFailure extends RuntimeException {

  private final Kind kind;

  PostgresFailure(Kind kind, String message) {
    this(kind, message, null);
  }

  PostgresFailure(Kind kind, String message, @Nullable Throwable cause) {
    super(isFull(message) ? "the disk is full: " + message : message, cause);
    this.kind = isFull(message) ? Kind.NO_SPACE : kind;
  }

  /** As the system says it, and PostgreSQL's programs after it. */
  private static boolean isFull(String message) {
    return message.contains("No space left on device");
  }

  /** Keeps the thread's mark and gives up the wait. */
  static PostgresFailure interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new PostgresFailure(Kind.BUSY, "interrupted while waiting for PostgreSQL", cause);
  }

  public Kind kind() {
    return kind;
  }

  /** The exit code of {@code sysexits.h} that fits. */
  public int exitCode() {
    return kind.exitCode;
  }

  /** The kinds of failure a caller may tell apart. */
  public enum Kind {
    UNSUPPORTED_PLATFORM(78),
    PORT_TAKEN(69),
    NO_SPACE(73),
    OTHER_VERSION(78),
    NOT_OURS(77),
    OTHER_DURABILITY(78),
    BUSY(75),
    INITIALISATION_FAILED(70),
    START_FAILED(70),
    STOP_FAILED(70),
    FILES(74);

    private final int exitCode;

    Kind(int exitCode) {
      this.exitCode = exitCode;
    }
  }
}
