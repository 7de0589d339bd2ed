package dev.gatehouse.server.page.text;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The texts of one language, with {@code {name}} where a value goes. Values are isolated and
 * stripped of control characters here; escaping for HTML is the template's.
 */
public final class Messages {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z]+)}");

  private final Language language;
  private final Map<String, String> texts;

  Messages(Language language, Map<String, String> texts) {
    this.language = language;
    this.texts = Map.copyOf(texts);
  }

  /** The language these texts are in. */
  public Language language() {
    return language;
  }

  /**
   * The text without values.
   *
   * @throws IllegalArgumentException if there is no such text, or it expects values
   */
  public String text(String key) {
    return fill(key, Map.of());
  }

  /** The text with one value. */
  public String text(String key, String name, Object value) {
    return fill(key, Map.of(name, value));
  }

  /** The text with two values. */
  public String text(String key, String name, Object value, String name2, Object value2) {
    return fill(key, Map.of(name, value, name2, value2));
  }

  /** The text with any number of values. */
  public String text(String key, Map<String, ?> values) {
    return fill(key, values);
  }

  /** The text {@code key.one} or {@code key.other}, whose {@code {count}} is the number. */
  public String count(String key, long count) {
    return fill(key + (count == 1 ? ".one" : ".other"), Map.of("count", count));
  }

  /** A length of time in whole days, hours or minutes, whichever says it exactly. */
  public String duration(Duration length) {
    if (length.equals(Duration.ofDays(length.toDays())) && length.toDays() > 1) {
      return count("duration.days", length.toDays());
    }
    if (length.equals(Duration.ofHours(length.toHours()))) {
      return count("duration.hours", length.toHours());
    }
    return count("duration.minutes", length.toMinutes());
  }

  private String fill(String key, Map<String, ?> values) {
    String text = texts.get(key);
    if (text == null) {
      throw new IllegalArgumentException("no text '" + key + "' in " + language.tag());
    }
    Matcher matcher = PLACEHOLDER.matcher(text);
    return matcher.replaceAll(
        found -> Matcher.quoteReplacement(value(key, found.group(1), values)));
  }

  private static String value(String key, String name, Map<String, ?> values) {
    Object value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("text '" + key + "' needs a value for '" + name + "'");
    }
    return DisplayText.inSentence(value.toString());
  }

  Map<String, String> texts() {
    return texts;
  }

  /** Each key with the names of the values it needs; the same in every language. */
  Map<String, Set<String>> shape() {
    Map<String, Set<String>> shape = new TreeMap<>();
    texts.forEach((key, text) -> shape.put(key, placeholders(text)));
    return shape;
  }

  private static Set<String> placeholders(String text) {
    Set<String> names = new TreeSet<>();
    PLACEHOLDER.matcher(text).results().forEach(found -> names.add(found.group(1)));
    return names;
  }
}
