package dev.gatehouse.server.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.server.kernel.Secret;
import java.text.Normalizer;

/**
 * A password that may be hashed: well-formed Unicode in normalisation form C, at most {@value
 * #LONGEST} code points. Made only by {@link #normalise}, so nothing longer or malformed ever
 * reaches a hash. Whether it is good enough is the realm's policy.
 */
public final class PasswordText {
  /** The most code points a password has after normalisation. */
  public static final int LONGEST = 128;

  /** Beyond this many UTF-16 units nothing normalises to {@value #LONGEST} code points. */
  private static final int LONGEST_RAW = LONGEST * 8;

  private final String text;
  private final int codePoints;

  private PasswordText(String text, int codePoints) {
    this.text = text;
    this.codePoints = codePoints;
  }

  /** What became of a password as typed. */
  public sealed interface Normalisation {}

  /** It may be hashed. */
  public record Ok(PasswordText password) implements Normalisation {}

  /** It can't be a password; the answer is a 400 before any hash. */
  public record Malformed(Flaw flaw) implements Normalisation {}

  /** Why a text can't be a password. */
  public enum Flaw {
    EMPTY("is empty"),
    TOO_LONG("has more than " + LONGEST + " characters"),
    NUL("contains a character that can't be typed"),
    LONE_SURROGATE("contains half a character");

    private final String message;

    Flaw(String message) {
      this.message = message;
    }

    /** What to tell the person, after "the password". */
    public String message() {
      return message;
    }
  }

  /** Brings a password as typed into the form that is hashed (NIST SP 800-63B-4 §3.1.1.2). */
  public static Normalisation normalise(Secret typed) {
    String raw = typed.reveal();
    if (raw.isEmpty()) {
      return new Malformed(Flaw.EMPTY);
    }
    if (raw.length() > LONGEST_RAW) {
      return new Malformed(Flaw.TOO_LONG);
    }
    if (raw.indexOf('\0') >= 0) {
      return new Malformed(Flaw.NUL);
    }
    if (raw.codePoints().anyMatch(PasswordText::isSurrogate)) {
      return new Malformed(Flaw.LONE_SURROGATE);
    }
    String composed = Normalizer.normalize(raw, Normalizer.Form.NFC);
    int codePoints = composed.codePointCount(0, composed.length());
    return codePoints > LONGEST
        ? new Malformed(Flaw.TOO_LONG)
        : new Ok(new PasswordText(composed, codePoints));
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  /** Its length as a person counts it, in code points. */
  public int codePoints() {
    return codePoints;
  }

  /** Whether every byte of it would count in a hash of this kind. */
  public boolean fits(PasswordHashing hashing) {
    return switch (hashing) {
      case Argon2Parameters _ -> true;
      case BcryptParameters _ -> text.getBytes(UTF_8).length <= BcryptParameters.MOST_BYTES;
    };
  }

  /** The normalised text, for the rules of the realm. */
  public Secret text() {
    return Secret.of(text);
  }

  /** The bytes to hash; the caller wipes them. */
  byte[] bytes() {
    return text.getBytes(UTF_8);
  }

  @Override
  public String toString() {
    return "[redacted]";
  }
}
