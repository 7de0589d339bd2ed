package dev.gatehouse.server.http;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What an {@code Accept} header asks for (RFC 9110 §12.5.1). What can't be read asks for nothing.
 */
public final class MediaRanges {
  private static final int WHOLE = 1000;
  // §12.4.2: at most three digits after the point
  private static final Pattern WEIGHT = Pattern.compile("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?");

  private final Map<String, Integer> weights;

  private MediaRanges(Map<String, Integer> weights) {
    this.weights = weights;
  }

  /** The ranges of the header's value; without one, none. */
  public static MediaRanges parse(String accept) {
    Map<String, Integer> weights = new HashMap<>();
    for (String range : accept.split(",", -1)) {
      String[] parts = range.split(";", -1);
      weights.merge(parts[0].strip().toLowerCase(Locale.ROOT), weight(parts), Math::max);
    }
    return new MediaRanges(weights);
  }

  private static int weight(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      String part = parts[i].strip();
      if (part.regionMatches(true, 0, "q=", 0, 2)) {
        String number = part.substring(2);
        return WEIGHT.matcher(number).matches() ? thousandths(number) : 0;
      }
    }
    return WHOLE;
  }

  private static int thousandths(String number) {
    String digits = number.replace(".", "");
    return Integer.parseInt(digits + "0".repeat(4 - digits.length()));
  }

  /** Whether the type stands there by its own name and is not excluded. */
  public boolean names(String type) {
    return weights.getOrDefault(type, 0) > 0;
  }

  /** How much a type is wanted, in thousandths; the most specific range says it. */
  public int weight(String type) {
    String all = type.substring(0, type.indexOf('/')) + "/*";
    return List.of(type, all, "*/*").stream()
        .map(weights::get)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(0);
  }
}
