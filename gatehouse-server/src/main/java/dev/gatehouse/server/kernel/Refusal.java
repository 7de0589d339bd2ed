package dev.gatehouse.server.kernel;

import java.time.Duration;
import java.util.Optional;

/**
 * An expected "no" that goes on the wire: a public code and message, and the private {@link Reason}
 * that only records and logs see. Caught in one place, the pipeline, and written by the error
 * writer.
 */
public final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final String publicMessage;
  private final transient Optional<Duration> retryAfter;
  private boolean recorded;

  private Refusal(Reason reason, String publicMessage, Optional<Duration> retryAfter) {
    // a refusal is an answer, not a fault: without a stack trace it costs nothing under attack
    super(reason.id(), null, false, false);
    this.reason = reason;
    this.publicMessage = publicMessage;
    this.retryAfter = retryAfter;
  }

  /** A refusal in the reason's own words. */
  public static Refusal of(Reason reason) {
    return new Refusal(reason, reason.publicMessage(), Optional.empty());
  }

  /**
   * A refusal whose message names what the sender wrote.
   *
   * @param subject a parameter's name or the sender's own input, put in quotes after the message
   */
  public static Refusal of(Reason reason, String subject) {
    return new Refusal(
        reason, reason.publicMessage() + ": \"" + printable(subject) + "\"", Optional.empty());
  }

  /** A refusal to be tried again later. */
  public static Refusal retryAfter(Reason reason, Duration wait) {
    return new Refusal(reason, reason.publicMessage(), Optional.of(wait));
  }

  /**
   * Printable ASCII only, cut at 80 characters: an answer must not carry control characters back.
   */
  private static String printable(String subject) {
    StringBuilder text = new StringBuilder();
    subject
        .codePoints()
        .limit(80)
        .forEach(
            c -> text.appendCodePoint(c >= 0x20 && c < 0x7f && c != '"' && c != '\\' ? c : '?'));
    return text.toString();
  }

  public Reason reason() {
    return reason;
  }

  public PublicCode code() {
    return reason.code();
  }

  /** What the sender reads. */
  public String publicMessage() {
    return publicMessage;
  }

  /** How long to wait before trying again, where that helps. */
  public Optional<Duration> retryAfter() {
    return retryAfter == null ? Optional.empty() : retryAfter;
  }

  /** Whether a record of this refusal is already committed. */
  public boolean isRecorded() {
    return recorded;
  }

  /** Marks that the record of this refusal was written; called by the transaction that wrote it. */
  public void markRecorded() {
    recorded = true;
  }
}
