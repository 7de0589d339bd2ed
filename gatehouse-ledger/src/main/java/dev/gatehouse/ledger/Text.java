package dev.gatehouse.ledger;

import java.util.Locale;
import java.util.function.IntUnaryOperator;

/** What the format does to text it did not choose: made well-formed, cut to a length, quoted. */
final class Text {
  /** Ends a value that was longer than its limit. */
  static final String CUT_MARK = "…[cut]";

  private static final char REPLACEMENT = '\uFFFD';
  private static final int LONGEST_QUOTE = 64;

  private Text() {}

  /** The text, well-formed and at most {@code limit} UTF-16 code units long, its mark included. */
  static String kept(String text, int limit) {
    if (text.length() <= limit) {
      return wellFormed(text);
    }
    int end = limit - CUT_MARK.length();
    if (Character.isHighSurrogate(text.charAt(end - 1))
        && Character.isLowSurrogate(text.charAt(end))) {
      end--;
    }
    return wellFormed(text.substring(0, end)) + CUT_MARK;
  }

  /**
   * The text with U+FFFD for every lone surrogate and each UTF-16 code unit of a noncharacter: RFC
   * 7493 §2.1 (I-JSON) has neither.
   */
  static String wellFormed(String text) {
    int bad = firstBad(text, 0);
    if (bad < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text);
    while (bad >= 0) {
      int units = Character.charCount(text.codePointAt(bad));
      for (int i = bad; i < bad + units; i++) {
        out.setCharAt(i, REPLACEMENT);
      }
      bad = firstBad(text, bad + units);
    }
    return out.toString();
  }

  private static int firstBad(String text, int from) {
    for (int i = from; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      if (isForbidden(codePoint)) {
        return i;
      }
      i += Character.charCount(codePoint);
    }
    return -1;
  }

  /** Whether the code point is a surrogate or a noncharacter. */
  static boolean isForbidden(int codePoint) {
    return codePoint >= 0xD800
        && (codePoint <= 0xDFFF
            || (codePoint >= 0xFDD0 && codePoint <= 0xFDEF)
            || (codePoint & 0xFFFE) == 0xFFFE);
  }

  /**
   * The first of {@code longest}, half of it, a quarter, … at which everything fits.
   *
   * @param size bytes needed when every value is cut to the limit given
   */
  static int fittingLimit(int longest, int budget, IntUnaryOperator size) {
    int limit = longest;
    while (size.applyAsInt(limit) > budget) {
      limit /= 2;
    }
    return limit;
  }

  /**
   * The text in quotes for a message: printable ASCII, the rest escaped, the start of long ones.
   */
  static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < Math.min(text.length(), LONGEST_QUOTE); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c >= ' ' && c <= '~') {
        out.append(c);
      } else {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      }
    }
    return out.append(text.length() > LONGEST_QUOTE ? "…\"" : "\"").toString();
  }
}
