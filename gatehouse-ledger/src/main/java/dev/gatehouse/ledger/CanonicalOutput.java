package dev.gatehouse.ledger;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Writes JSON in the canonical form of RFC 8785. The caller gives members in ascending order of
 * their names; anything else is a bug and throws {@link IllegalStateException}.
 */
final class CanonicalOutput {
  private static final HexFormat HEX = HexFormat.of();
  private static final int START = 512;

  /** Objects inside objects, the outermost counted. */
  private static final int DEEPEST = 2;

  private final StringBuilder out = new StringBuilder(START);
  private final String[] lastName = new String[DEEPEST + 1];
  private int depth;

  /** Opens an object, as the whole text or as the value of the member just named. */
  CanonicalOutput open() {
    depth++;
    lastName[depth] = "";
    out.append('{');
    return this;
  }

  CanonicalOutput close() {
    depth--;
    out.append('}');
    return this;
  }

  /** Begins a member; its value follows. */
  CanonicalOutput name(String name) {
    // RFC 8785 §3.2.3: members in the order of their names' UTF-16 code units.
    if (lastName[depth].compareTo(name) >= 0) {
      throw new IllegalStateException(name + " after " + lastName[depth]);
    }
    if (!lastName[depth].isEmpty()) {
      out.append(',');
    }
    lastName[depth] = name;
    string(name);
    out.append(':');
    return this;
  }

  CanonicalOutput member(String name, String value) {
    name(name);
    string(value);
    return this;
  }

  CanonicalOutput member(String name, long value) {
    name(name);
    out.append(value);
    return this;
  }

  CanonicalOutput member(String name, boolean value) {
    name(name);
    out.append(value);
    return this;
  }

  // RFC 8785 §3.2.2.2: two-character escapes where JSON has one, else lower-case hex below
  // U+0020; everything else as it is.
  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\f' -> out.append("\\f");
        case '\r' -> out.append("\\r");
        default -> {
          if (c < ' ') {
            out.append("\\u").append(HEX.toHexDigits(c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /** RFC 8785 §3.2.4: the UTF-8 bytes. */
  byte[] bytes() {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(out));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      // INVARIANT: every text went through Text.wellFormed when its value was made.
      throw new IllegalStateException("text that is not well-formed reached the writer", e);
    }
  }
}
