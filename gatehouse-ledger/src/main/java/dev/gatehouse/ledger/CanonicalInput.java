package dev.gatehouse.ledger;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * Reads JSON that must already stand in the canonical form of RFC 8785, strings, integers, booleans
 * and objects only, and refuses every other way of writing the same thing. It calls the reader of
 * each value, so nothing nests deeper than the format itself does.
 */
final class CanonicalInput {
  /** RFC 8785 §3.2.2.3 and RFC 7493 §2.2: the integers every reader holds exactly. */
  static final long LARGEST = (1L << 53) - 1;

  private final byte[] bytes;
  private int at;

  CanonicalInput(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Reads the value of one member. */
  @FunctionalInterface
  interface MemberReader {
    /**
     * @param name the member's name
     * @param offset where its name stands
     */
    void read(String name, int offset) throws MalformedRecord;
  }

  int offset() {
    return at;
  }

  /** Reads an object whose names ascend strictly, so none is there twice; returns its end. */
  int object(MemberReader members) throws MalformedRecord {
    expect('{', "an object");
    if (peek() == '}') {
      at++;
    } else {
      members(members);
    }
    return at;
  }

  private void members(MemberReader members) throws MalformedRecord {
    String last = null;
    while (true) {
      int nameAt = at;
      String name = string();
      if (last != null) {
        checkOrder(last, name, nameAt);
      }
      last = name;
      expect(':', "\":\"");
      members.read(name, nameAt);
      int next = peek();
      if (next == '}') {
        at++;
        return;
      }
      expect(',', "\",\" or \"}\"");
    }
  }

  // RFC 8785 §3.2.3: by UTF-16 code units, which is what String.compareTo compares.
  private static void checkOrder(String last, String name, int nameAt) throws MalformedRecord {
    int order = last.compareTo(name);
    if (order == 0) {
      throw new MalformedRecord(nameAt, "member " + Text.quoted(name) + " is there twice");
    }
    if (order > 0) {
      throw new MalformedRecord(
          nameAt, "member " + Text.quoted(name) + " stands after " + Text.quoted(last));
    }
  }

  /** Nothing may follow. */
  void end() throws MalformedRecord {
    if (at < bytes.length) {
      throw new MalformedRecord(at, "something follows the record");
    }
  }

  boolean atString() {
    return peek() == '"';
  }

  boolean atBoolean() {
    return peek() == 't' || peek() == 'f';
  }

  boolean atInteger() {
    return peek() == '-' || (peek() >= '0' && peek() <= '9');
  }

  /** Reads a string and makes a value of it; a value that can't be made is malformed here. */
  <T> T string(Function<String, T> make) throws MalformedRecord {
    int start = at;
    String text = string();
    try {
      return make.apply(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedRecord(start, String.valueOf(e.getMessage()));
    }
  }

  /** Reads a string of at most so many UTF-16 code units. */
  String string(int longest) throws MalformedRecord {
    int start = at;
    String text = string();
    if (text.length() > longest) {
      throw new MalformedRecord(
          start, "string of " + text.length() + " characters is longer than " + longest);
    }
    return text;
  }

  private String string() throws MalformedRecord {
    expect('"', "a string");
    StringBuilder text = new StringBuilder();
    while (true) {
      int next = peek();
      if (next == '"') {
        at++;
        return text.toString();
      }
      if (next == '\\') {
        text.append(escaped());
      } else if (next < 0) {
        throw new MalformedRecord(at, "the text ends inside a string");
      } else if (next < ' ') {
        throw new MalformedRecord(at, "a control character stands in a string, not escaped");
      } else if (next < 0x80) {
        text.append((char) next);
        at++;
      } else {
        text.appendCodePoint(encoded());
      }
    }
  }

  // RFC 8785 §3.2.2.2: an escape stands only where the canonical form has that one.
  private char escaped() throws MalformedRecord {
    int start = at++;
    char c =
        switch (peek()) {
          case '"' -> '"';
          case '\\' -> '\\';
          case 'b' -> '\b';
          case 't' -> '\t';
          case 'n' -> '\n';
          case 'f' -> '\f';
          case 'r' -> '\r';
          case 'u' -> numbered(start);
          default -> throw notCanonical(start);
        };
    at++;
    return c;
  }

  private char numbered(int start) throws MalformedRecord {
    if (at + 4 >= bytes.length || bytes[at + 1] != '0' || bytes[at + 2] != '0') {
      throw notCanonical(start);
    }
    int low = lowerHex(bytes[at + 4]);
    int value = (bytes[at + 3] == '1' ? 16 : 0) + low;
    if ((bytes[at + 3] != '0' && bytes[at + 3] != '1') || low < 0 || hasOwnEscape(value)) {
      throw notCanonical(start);
    }
    at += 4;
    return (char) value;
  }

  private static boolean hasOwnEscape(int c) {
    return c == '\b' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
  }

  private static int lowerHex(byte digit) {
    return digit >= '0' && digit <= '9'
        ? digit - '0'
        : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
  }

  private static MalformedRecord notCanonical(int start) {
    return new MalformedRecord(start, "this escape is not the canonical one");
  }

  // RFC 3629 §3 and §4: no overlong form, no surrogate, nothing above U+10FFFF.
  private int encoded() throws MalformedRecord {
    int start = at;
    int lead = bytes[at] & 0xFF;
    int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    int codePoint = lead & (0xFF >> (length + 1));
    boolean complete = lead >= 0xC2 && lead <= 0xF4 && start + length <= bytes.length;
    for (int i = 1; complete && i < length; i++) {
      complete = (bytes[start + i] & 0xC0) == 0x80;
      codePoint = codePoint << 6 | (bytes[start + i] & 0x3F);
    }
    if (!complete
        || (length == 3 && codePoint < 0x800)
        || (length == 4 && codePoint < 0x10000)
        || (codePoint >= 0xD800 && codePoint <= 0xDFFF)
        || codePoint > Character.MAX_CODE_POINT) {
      throw new MalformedRecord(start, "these bytes are not UTF-8");
    }
    // RFC 7493 §2.1: no noncharacters either.
    if (Text.isForbidden(codePoint)) {
      throw new MalformedRecord(start, "a noncharacter stands in a string");
    }
    at += length;
    return codePoint;
  }

  boolean bool() throws MalformedRecord {
    boolean value = peek() == 't';
    byte[] word = (value ? "true" : "false").getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < word.length; i++) {
      if (at + i >= bytes.length || bytes[at + i] != word[i]) {
        throw new MalformedRecord(at, "expected a boolean");
      }
    }
    at += word.length;
    return value;
  }

  /** Reads an integer in its only form: no sign but minus, no leading zero, no -0. */
  long integer() throws MalformedRecord {
    int start = at;
    boolean negative = peek() == '-';
    if (negative) {
      at++;
    }
    int digits = at;
    long value = 0;
    while (peek() >= '0' && peek() <= '9') {
      value = Math.min(value * 10 + (peek() - '0'), LARGEST + 1);
      at++;
    }
    if (at == digits) {
      throw new MalformedRecord(start, "expected an integer");
    }
    if (bytes[digits] == '0' && (at > digits + 1 || negative)) {
      throw new MalformedRecord(start, "the integer is not in its shortest form");
    }
    if (peek() == '.' || peek() == 'e' || peek() == 'E') {
      throw new MalformedRecord(start, "numbers are integers without fraction or exponent");
    }
    if (value > LARGEST) {
      throw new MalformedRecord(start, "the integer is outside ±(2^53−1)");
    }
    return negative ? -value : value;
  }

  private int peek() {
    return at < bytes.length ? bytes[at] & 0xFF : -1;
  }

  private void expect(char c, String what) throws MalformedRecord {
    if (peek() != c) {
      throw new MalformedRecord(at, "expected " + what);
    }
    at++;
  }
}
