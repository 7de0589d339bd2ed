package dev.gatehouse.server.page.text;

import java.text.Bidi;

/** Makes text that someone else chose safe to stand beside ours: it can't reorder or hide it. */
public final class DisplayText {
  private static final char FIRST_STRONG_ISOLATE = '\u2068';
  private static final char POP_ISOLATE = '\u2069';

  private DisplayText() {}

  /**
   * The value for use inside a sentence, on one line, isolated when it is written right to left.
   */
  static String inSentence(String value) {
    StringBuilder kept = new StringBuilder(value.length());
    value
        .codePoints()
        .map(point -> isLineBreak(point) ? ' ' : point)
        .filter(point -> !isControl(point) && !isDirectional(point))
        .forEach(kept::appendCodePoint);
    char[] chars = kept.toString().toCharArray();
    if (Bidi.requiresBidi(chars, 0, chars.length)) {
      kept.insert(0, FIRST_STRONG_ISOLATE).append(POP_ISOLATE);
    }
    return kept.toString();
  }

  /** A whole document without the characters that override the direction of what follows. */
  public static String document(String text) {
    if (text.chars().noneMatch(c -> isForbiddenInDocument(c))) {
      return text;
    }
    StringBuilder kept = new StringBuilder(text.length());
    text.codePoints().filter(c -> !isForbiddenInDocument(c)).forEach(kept::appendCodePoint);
    return kept.toString();
  }

  private static boolean isForbiddenInDocument(int point) {
    boolean overrides = point >= 0x202A && point <= 0x202E;
    boolean forcedIsolates = point == 0x2066 || point == 0x2067;
    return overrides || forcedIsolates || (isControl(point) && !isLineBreak(point));
  }

  private static boolean isLineBreak(int point) {
    return point == '\n' || point == '\r' || point == '\t';
  }

  private static boolean isControl(int point) {
    return Character.getType(point) == Character.CONTROL
        || point == 0x2028
        || point == 0x2029
        || Character.getType(point) == Character.SURROGATE;
  }

  private static boolean isDirectional(int point) {
    return point == 0x061C
        || point == 0x200E
        || point == 0x200F
        || (point >= 0x202A && point <= 0x202E)
        || (point >= 0x2066 && point <= 0x2069);
  }
}
