package dev.gatehouse.server.http;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decodes {@code application/x-www-form-urlencoded} strictly: bad escapes, bytes that are not
 * UTF-8, control characters in names and repeated names are refused instead of repaired, so that
 * nobody behind us can read the request differently (RFC 6749 §3.1: parameters MUST NOT be included
 * more than once). Only {@code resource} may be repeated (RFC 8707 §2).
 */
public final class FormDecoder {
  private static final int MAX_PARAMETERS = 64;
  private static final int MAX_NAME = 64;
  private static final Set<String> REPEATABLE = Set.of("resource");

  private FormDecoder() {}

  /**
   * Decodes the text of a query or a body.
   *
   * @param maxValue the longest a decoded value may be, in UTF-16 units
   */
  public static Parameters decode(String encoded, int maxValue) throws Refusal {
    if (encoded.isEmpty()) {
      return Parameters.NONE;
    }
    Map<String, List<String>> values = new HashMap<>();
    int count = 0;
    for (String pair : encoded.split("&", -1)) {
      if (!pair.isEmpty()) {
        count++;
        if (count > MAX_PARAMETERS) {
          throw Refusal.of(Reason.MALFORMED_REQUEST);
        }
        add(values, pair, maxValue);
      }
    }
    return new Parameters(values);
  }

  private static void add(Map<String, List<String>> values, String pair, int maxValue)
      throws Refusal {
    int equals = pair.indexOf('=');
    String name = unescape(equals < 0 ? pair : pair.substring(0, equals));
    String value = equals < 0 ? "" : unescape(pair.substring(equals + 1));
    if (name.isEmpty() || name.length() > MAX_NAME) {
      throw Refusal.of(Reason.MALFORMED_REQUEST);
    }
    if (value.length() > maxValue) {
      throw Refusal.of(Reason.PARAMETER_TOO_LONG, name);
    }
    if (name.chars().anyMatch(c -> c < 0x20) || value.indexOf('\0') >= 0) {
      throw Refusal.of(Reason.MALFORMED_REQUEST);
    }
    List<String> all = values.computeIfAbsent(name, it -> new ArrayList<>());
    all.add(value);
    if (all.size() > 1 && !REPEATABLE.contains(name)) {
      throw Refusal.of(Reason.PARAMETER_REPEATED, name);
    }
  }

  private static String unescape(String text) throws Refusal {
    ByteBuffer bytes = ByteBuffer.allocate(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        if (i + 2 >= text.length()) {
          throw Refusal.of(Reason.MALFORMED_REQUEST);
        }
        bytes.put((byte) (hex(text.charAt(i + 1)) << 4 | hex(text.charAt(i + 2))));
        i += 2;
      } else if (c == '+') {
        bytes.put((byte) ' ');
      } else if (c > 0x20 && c < 0x7f) {
        bytes.put((byte) c);
      } else {
        throw Refusal.of(Reason.MALFORMED_REQUEST);
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(bytes.flip())
          .toString();
    } catch (CharacterCodingException e) {
      throw Refusal.of(Reason.MALFORMED_REQUEST);
    }
  }

  private static int hex(char digit) throws Refusal {
    int value = Character.digit(digit, 16);
    if (value < 0 || digit > 'f') {
      throw Refusal.of(Reason.MALFORMED_REQUEST);
    }
    return value;
  }
}
