package dev.gatehouse.testkit;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Names and values in order, names possibly more than once, as {@code
 * application/x-www-form-urlencoded} sends them. Immutable.
 */
public record FormData(List<Entry> entries) {

  /** One name and its value. */
  public record Entry(String name, String value) {}

  public FormData(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /** Names and values in turn. */
  public static FormData of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("each name needs a value");
    }
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      entries.add(new Entry(namesAndValues[i], namesAndValues[i + 1]));
    }
    return new FormData(entries);
  }

  public static FormData of(Map<String, String> values) {
    return new FormData(
        values.entrySet().stream().map(e -> new Entry(e.getKey(), e.getValue())).toList());
  }

  /** Reads the encoded form, as in a query. */
  public static FormData parse(String encoded) {
    List<Entry> entries = new ArrayList<>();
    for (String pair : encoded.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        entries.add(new Entry(decode(name), decode(value)));
      }
    }
    return new FormData(entries);
  }

  /** With one more entry at the end, even if the name is there already. */
  public FormData add(String name, String value) {
    List<Entry> more = new ArrayList<>(entries);
    more.add(new Entry(name, value));
    return new FormData(more);
  }

  /** With this value in the first place of the name, and no other entry of that name. */
  public FormData set(String name, String value) {
    List<Entry> changed = new ArrayList<>();
    boolean placed = false;
    for (Entry entry : entries) {
      if (!entry.name().equals(name)) {
        changed.add(entry);
      } else if (!placed) {
        changed.add(new Entry(name, value));
        placed = true;
      }
    }
    FormData result = new FormData(changed);
    return placed ? result : result.add(name, value);
  }

  public FormData setAll(Map<String, String> values) {
    FormData result = this;
    for (Map.Entry<String, String> value : values.entrySet()) {
      result = result.set(value.getKey(), value.getValue());
    }
    return result;
  }

  public FormData without(String name) {
    return new FormData(entries.stream().filter(e -> !e.name().equals(name)).toList());
  }

  public Optional<String> first(String name) {
    return entries.stream().filter(e -> e.name().equals(name)).map(Entry::value).findFirst();
  }

  public List<String> all(String name) {
    return entries.stream().filter(e -> e.name().equals(name)).map(Entry::value).toList();
  }

  public String encode() {
    return entries.stream()
        .map(e -> encode(e.name()) + "=" + encode(e.value()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
