package dev.gatehouse.server.credential;

import com.nulabinc.zxcvbn.Zxcvbn;
import dev.gatehouse.server.crypto.PasswordText;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.realm.PasswordPolicy;
import java.text.Normalizer;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a new password must be: long enough, not guessable, not mainly somebody's name. No
 * composition rules, no expiry (NIST SP 800-63B-4 §3.1.1.2).
 *
 * <p>Guessable is what the zxcvbn estimator finds within 10<sup>7</sup> guesses: common passwords
 * of its dictionaries and simple variations, repeats, sequences, keyboard rows, dates. Eight drawn
 * characters or a few words are beyond that, and guessing here is slowed down long before.
 */
public final class PasswordRules {
  private static final double LEAST_GUESSES = 1e7;

  /** The estimator's time grows with the square of the length; a strong start is strong enough. */
  private static final int LONGEST_ESTIMATED = 64;

  private static final int SHORTEST_NAME = 3;

  /** So much of a password must be left when all names are taken out of it. */
  private static final int LEAST_OWN = 8;

  /** Whether a password may be set. */
  public sealed interface Verdict {
    /** It may. */
    record Accepted(PasswordText password) implements Verdict {}

    /** It may not. */
    record Rejected(Rejection rejection) implements Verdict {}
  }

  /** Why a password may not be set. */
  public enum Rejection {
    MISSING,
    TOO_SHORT,
    TOO_LONG,
    UNREADABLE,
    COMMON,
    OBVIOUS
  }

  /**
   * Checks a password as typed. Cheap checks come first, so nothing long reaches the estimator.
   *
   * @param policy how long the realm allows it to be
   * @param names what an attacker would try first: of the product, the organisation, the person,
   *     and their address
   */
  public Verdict check(Secret typed, PasswordPolicy policy, List<String> names) {
    return switch (PasswordText.normalise(typed)) {
      case PasswordText.Malformed(PasswordText.Flaw flaw) -> rejected(flaw);
      case PasswordText.Ok(PasswordText password) -> check(password, policy, names);
    };
  }

  private Verdict check(PasswordText password, PasswordPolicy policy, List<String> names) {
    if (password.codePoints() < policy.minLength()) {
      return new Verdict.Rejected(Rejection.TOO_SHORT);
    }
    if (policy.isTooLong(password)) {
      return new Verdict.Rejected(Rejection.TOO_LONG);
    }
    String text = password.text().reveal();
    List<String> words = words(names);
    if (isMainly(text, words)) {
      return new Verdict.Rejected(Rejection.OBVIOUS);
    }
    String estimated = text.substring(0, Math.min(text.length(), LONGEST_ESTIMATED));
    if (guesses(estimated, words) >= LEAST_GUESSES) {
      return new Verdict.Accepted(password);
    }
    boolean becauseOfNames = guesses(estimated, List.of()) >= LEAST_GUESSES;
    return new Verdict.Rejected(becauseOfNames ? Rejection.OBVIOUS : Rejection.COMMON);
  }

  private static Verdict rejected(PasswordText.Flaw flaw) {
    return new Verdict.Rejected(
        switch (flaw) {
          case EMPTY -> Rejection.MISSING;
          case TOO_LONG -> Rejection.TOO_LONG;
          case NUL, LONE_SURROGATE -> Rejection.UNREADABLE;
        });
  }

  /** The names and their parts in plain lower case, the longest first. */
  private static List<String> words(List<String> names) {
    return names.stream()
        .map(PasswordRules::plain)
        .flatMap(name ->
            Stream.concat(Stream.of(letters(name)), Stream.of(name.split("[^\\p{L}\\p{Nd}]+"))))
        .filter(word -> word.codePointCount(0, word.length()) >= SHORTEST_NAME)
        .distinct()
        .sorted(Comparator.comparingInt(String::length).reversed())
        .toList();
  }

  /** Whether too little is left once the names are taken out. */
  private static boolean isMainly(String password, List<String> words) {
    String own = letters(plain(password));
    boolean contained = false;
    for (String word : words) {
      contained |= own.contains(word);
      own = own.replace(word, "");
    }
    return contained && own.codePoints().distinct().count() < LEAST_OWN;
  }

  private static String plain(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKD)
        .replaceAll("\\p{M}+", "")
        .toLowerCase(Locale.ROOT);
  }

  private static String letters(String text) {
    return text.replaceAll("[^\\p{L}\\p{Nd}]+", "");
  }

  private static double guesses(String password, List<String> names) {
    return Estimator.ZXCVBN.measure(password, names).getGuesses();
  }

  /** The estimator with its dictionaries, which are read at the first use. */
  private static final class Estimator {
    private static final Zxcvbn ZXCVBN = new Zxcvbn();
  }
}
