package dev.gatehouse.server.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads {@code Forwarded} (RFC 7239 §4): elements between commas, pairs between semicolons, values
 * as tokens or quoted strings. A malformed element is empty: it says nothing of anybody.
 */
final class ForwardedElements {
  private static final String TOKEN = "!#$%&'*+-.^_`|~";

  private ForwardedElements() {}

  /** The elements of all values, names in lower case. */
  static List<Map<String, String>> of(List<String> values) {
    List<Map<String, String>> elements = new ArrayList<>();
    for (String value : values) {
      for (String element : split(value, ',')) {
        elements.add(element(element));
      }
    }
    return elements;
  }

  private static Map<String, String> element(String text) {
    Map<String, String> pairs = new HashMap<>();
    for (String pair : split(text, ';')) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? "" : pair.substring(0, equals).strip().toLowerCase(Locale.ROOT);
      String value = equals < 0 ? "" : value(pair.substring(equals + 1).strip());
      // §4: each parameter occurs once
      if (name.isEmpty() || value.isEmpty() || pairs.put(name, value) != null) {
        return Map.of();
      }
    }
    return pairs;
  }

  /** The text of a token or a quoted string, empty for anything else. */
  private static String value(String text) {
    if (text.length() < 2 || text.charAt(0) != '"') {
      return text.chars().allMatch(ForwardedElements::isToken) ? text : "";
    }
    StringBuilder value = new StringBuilder();
    for (int i = 1; i < text.length() - 1; i++) {
      boolean escaped = text.charAt(i) == '\\' && i + 1 < text.length() - 1;
      if (!escaped && (text.charAt(i) == '"' || text.charAt(i) == '\\')) {
        return "";
      }
      i += escaped ? 1 : 0;
      value.append(text.charAt(i));
    }
    return text.endsWith("\"") ? value.toString() : "";
  }

  private static boolean isToken(int character) {
    return (character >= '0' && character <= '9')
        || (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z')
        || TOKEN.indexOf(character) >= 0;
  }

  /** Splits outside quoted strings. */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int begin = 0;
    for (int i = 0; i < text.length(); i++) {
      char at = text.charAt(i);
      if (at == '\\' && quoted) {
        i++;
      } else if (at == '"') {
        quoted = !quoted;
      } else if (at == separator && !quoted) {
        parts.add(text.substring(begin, i).strip());
        begin = i + 1;
      }
    }
    parts.add(text.substring(begin).strip());
    return parts;
  }
}
