package dev.gatehouse.server.crypto;

import dev.gatehouse.server.kernel.Secret;
import java.util.List;
import java.util.Locale;

/** What a configured secret must be so that it can't be guessed: long, varied, nobody's example. */
public final class SecretRules {
  private static final int MINIMUM_LENGTH = 32;
  private static final int MINIMUM_DISTINCT_CHARACTERS = 8;
  private static final int MINIMUM_DISTINCT_BYTES = 16;

  private static final List<String> PLACEHOLDER_WORDS =
      List.of(
          "changeme",
          "changethis",
          "changeit",
          "secret",
          "password",
          "passwort",
          "passphrase",
          "placeholder",
          "replaceme",
          "replacethis",
          "example",
          "insecure",
          "default",
          "donotuse",
          "yourkey",
          "supersecure",
          "gatehouse",
          "development",
          "letmein",
          "qwerty",
          "1234567",
          "abcdefg",
          "deadbeef",
          "cafebabe");

  private SecretRules() {}

  /**
   * Checks a secret that an operator configured.
   *
   * @param name the setting's name, for the error
   * @param minimumLength how many characters it must have; never fewer than 32
   * @throws WeakSecret saying what is wrong, without the value
   */
  public static void check(String name, Secret secret, int minimumLength) {
    String text = secret.reveal();
    int minimum = Math.max(MINIMUM_LENGTH, minimumLength);
    if (text.length() < minimum) {
      throw new WeakSecret(
          name, "has " + text.length() + " characters; it must have at least " + minimum);
    }
    if (isPlaceholder(text)) {
      throw new WeakSecret(name, "is a placeholder; generate a random one");
    }
    if (text.chars().distinct().count() < MINIMUM_DISTINCT_CHARACTERS || isRegular(text)) {
      throw new WeakSecret(name, "is a pattern; generate a random one");
    }
  }

  /** Whether the text contains a word that examples and defaults are made of. */
  static boolean isPlaceholder(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    String plain = lower.replaceAll("[^a-z0-9]", "");
    String unmasked =
        lower
            .replace('0', 'o')
            .replace('1', 'i')
            .replace('3', 'e')
            .replace('4', 'a')
            .replace('@', 'a')
            .replace('5', 's')
            .replace('$', 's')
            .replaceAll("[^a-z]", "");
    return PLACEHOLDER_WORDS.stream()
        .anyMatch(word -> plain.contains(word) || unmasked.contains(word));
  }

  /**
   * Checks bytes that must be random: a key. 32 random bytes fail here less than once in 10^12.
   *
   * @throws WeakSecret when they are text, a pattern or too few different bytes
   */
  static void checkRandom(String name, byte[] bytes) {
    StringBuilder characters = new StringBuilder();
    boolean printable = true;
    for (byte value : bytes) {
      characters.append((char) (value & 0xff));
      printable &= value >= 0x20 && value < 0x7f;
    }
    String text = characters.toString();
    if (printable) {
      throw new WeakSecret(name, "is text, not random bytes; generate a random key");
    }
    if (text.chars().distinct().count() < MINIMUM_DISTINCT_BYTES || isRegular(text)) {
      throw new WeakSecret(name, "is a pattern, not random bytes; generate a random key");
    }
  }

  /** Whether a part repeats to the end, or most neighbours stand one constant step apart. */
  private static boolean isRegular(String text) {
    for (int period = 1; period <= text.length() / 2; period++) {
      if (text.regionMatches(0, text, period, text.length() - period)) {
        return true;
      }
    }
    int steps = text.length() - 1;
    for (int step = -1; step <= 1; step++) {
      if (neighboursApart(text, step) * 2 > steps) {
        return true;
      }
    }
    return false;
  }

  private static int neighboursApart(String text, int step) {
    int count = 0;
    for (int i = 1; i < text.length(); i++) {
      if (text.charAt(i) - text.charAt(i - 1) == step) {
        count++;
      }
    }
    return count;
  }
}
