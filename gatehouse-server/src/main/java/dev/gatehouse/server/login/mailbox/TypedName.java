package dev.gatehouse.server.login.mailbox;

import java.text.Normalizer;
import java.util.Optional;

/**
 * A name of a person or an organisation as typed: up to {@value #LONGEST} printable characters of
 * any script, on one line, in one direction.
 *
 * @param value without white space around it, in normalisation form C
 * @param flaw what is wrong with it, if anything
 */
record TypedName(String value, Optional<Flaw> flaw) {
  static final int LONGEST = 100;

  private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
  private static final int ZERO_WIDTH_JOINER = 0x200d;

  /** What is wrong with a name. */
  enum Flaw {
    MISSING,
    TOO_LONG,
    INVALID
  }

  static TypedName read(String typed) {
    String name = Normalizer.normalize(typed.strip(), Normalizer.Form.NFC);
    if (name.isEmpty()) {
      return new TypedName(name, Optional.of(Flaw.MISSING));
    }
    if (name.codePointCount(0, name.length()) > LONGEST) {
      return new TypedName(name, Optional.of(Flaw.TOO_LONG));
    }
    boolean printable = name.codePoints().allMatch(TypedName::isPrintable);
    return new TypedName(name, printable ? Optional.empty() : Optional.of(Flaw.INVALID));
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      // some scripts need the joiners; the other format characters turn text around or hide it
      case Character.FORMAT -> c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER;
      default -> true;
    };
  }
}
