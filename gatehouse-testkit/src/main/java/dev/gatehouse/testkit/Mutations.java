package dev.gatehouse.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Hostile texts near good ones, the same for the same seed. A few thousand by default; {@code
 * -Dgatehouse.fuzz.inputs} asks for more and {@code -Dgatehouse.fuzz.seed} for others.
 */
public final class Mutations {
  /** No mutated text is longer, so that the work of a parser is bounded by its input's length. */
  public static final int LONGEST = 16 * 1024;

  private static final int MOST_CHANGES = 6;
  private static final int MOST_REPEATS = 400;
  private static final List<String> PIECES =
      List.of(
          "",
          "\0",
          "\r\n",
          "\t",
          " ",
          "%",
          "%00",
          "%ff",
          "%c0%af",
          "%ed%a0%80",
          "%2",
          "+",
          "&",
          "=",
          ";",
          ",",
          ":",
          "/",
          "//",
          "..",
          "@",
          "#",
          "?",
          "\\",
          "\"",
          "'",
          "<",
          "{",
          "}",
          "[",
          "]",
          "{}",
          "[]",
          "null",
          "true",
          "-1",
          "0",
          "1e999999999",
          "9223372036854775808",
          "99999999999999999999",
          "NaN",
          "é",
          "ß",
          "İ",
          "\ud83d\ude00",
          "\ud800",
          "\udfff",
          "\ufeff",
          "\u202e",
          "\u0660",
          ".",
          "e30",
          "AAAA",
          "====",
          "${",
          "*",
          "&a",
          "- ",
          "\n  ",
          "\n\n");

  private final List<String> good;
  private final Random random;
  private final long seed;
  private final int inputs;

  private Mutations(List<String> good, long seed, int inputs) {
    this.good = List.copyOf(good);
    this.random = new Random(seed);
    this.seed = seed;
    this.inputs = inputs;
  }

  /** What must hold for a text. */
  @FunctionalInterface
  public interface Property {
    void holdFor(String text) throws Exception;
  }

  /** Near these, each of which comes first as it is. */
  public static Mutations of(String... good) {
    return new Mutations(
        List.of(good),
        Long.getLong("gatehouse.fuzz.seed", 20_261_122L),
        Integer.getInteger("gatehouse.fuzz.inputs", 3_000));
  }

  /** The same with fewer by default, for what takes long to read. */
  public Mutations atMost(int fewer) {
    boolean asked = System.getProperty("gatehouse.fuzz.inputs") != null;
    return new Mutations(good, seed, asked ? inputs : Math.min(inputs, fewer));
  }

  /** Shows each of them, and names the one for which it doesn't hold. */
  public void all(Property property) {
    for (int i = 0; i < inputs; i++) {
      String text = i < good.size() ? good.get(i) : next();
      try {
        property.holdFor(text);
      } catch (Exception | AssertionError | StackOverflowError broken) {
        throw new AssertionError(
            "input %d of seed %d: %s".formatted(i, seed, escaped(text)), broken);
      }
    }
  }

  private String next() {
    String text = pick(good);
    int changes = 1 + random.nextInt(MOST_CHANGES);
    for (int i = 0; i < changes; i++) {
      text = changed(text);
      text = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }
    return text;
  }

  private String changed(String text) {
    int begin = random.nextInt(text.length() + 1);
    int end = begin + random.nextInt(Math.min(text.length() - begin, 40) + 1);
    String before = text.substring(0, begin);
    String span = text.substring(begin, end);
    String after = text.substring(end);
    return switch (random.nextInt(9)) {
      case 0 -> before + after;
      case 1 -> before + span + span + after;
      case 2 -> before + pick(PIECES) + after;
      case 3 -> before + pick(PIECES) + span + after;
      case 4 -> before + span.repeat(1 + random.nextInt(MOST_REPEATS)) + after;
      case 5 -> before + pick(PIECES).repeat(1 + random.nextInt(MOST_REPEATS)) + after;
      case 6 -> before + (char) random.nextInt(0x250) + after;
      case 7 -> before + flipped(span) + after;
      default -> spliced(before, pick(good));
    };
  }

  private String spliced(String before, String other) {
    return before + other.substring(random.nextInt(other.length() + 1));
  }

  private static String flipped(String span) {
    StringBuilder flipped = new StringBuilder();
    span.chars()
        .forEach(c ->
            flipped.append(
                (char)
                    (Character.isUpperCase(c)
                        ? Character.toLowerCase(c)
                        : Character.toUpperCase(c))));
    return flipped.toString();
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static String escaped(String text) {
    List<String> parts = new ArrayList<>();
    text.chars()
        .limit(2_000)
        .forEach(c -> parts.add(c >= ' ' && c < 0x7f ? "" + (char) c : "\\u%04x".formatted(c)));
    return String.join("", parts);
  }
}
