package dev.gatehouse.server.realm;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a mapping of realm files may hold, noted while one is read: so the description that editors
 * get is what the reader does. Of mappings under names there is one for all.
 */
final class Shape {
  private final SortedMap<String, Value> values = new TreeMap<>();
  private final SortedMap<String, Shape> sections = new TreeMap<>();
  private final SortedMap<String, Shape> named = new TreeMap<>();
  private final Set<String> allowed = new TreeSet<>();
  private final Map<String, Integer> needed = new HashMap<>();
  private int times;

  /** What may stand under a key. */
  sealed interface Value
      permits Anything, Text, Flag, Words, ListOf, Named, Section.Range, Section.Span {}

  /** What another standard describes. */
  record Anything() implements Value {}

  /** One line. */
  record Text() implements Value {}

  /** True or false. */
  record Flag(Optional<Boolean> standard) implements Value {}

  /** One of these words. */
  record Words(Set<String> words) implements Value {
    Words {
      words = Collections.unmodifiableSortedSet(new TreeSet<>(words));
    }
  }

  /** A list. */
  record ListOf(Value element) implements Value {}

  /** A mapping of names to values of a kind. */
  record Named(Value value) implements Value {}

  /** A mapping of this shape is read, and may have these keys. */
  void allows(Set<String> keys) {
    times++;
    allowed.addAll(keys);
  }

  /** A key is read; what is known of it more closely than text stays. */
  void reads(String key, Value value) {
    boolean vague = value instanceof Text || value.equals(new ListOf(new Text()));
    if (!vague || !values.containsKey(key)) {
      values.merge(key, value, Shape::both);
    }
  }

  /** What holds for a key that is read in two ways, depending on others. */
  private static Value both(Value one, Value other) {
    if (one instanceof Flag(var standard) && other instanceof Flag(var otherStandard)) {
      return new Flag(standard.equals(otherStandard) ? standard : Optional.empty());
    }
    if (one instanceof Section.Range range && other instanceof Section.Range otherRange) {
      return new Section.Range(
          Math.max(range.standard(), otherRange.standard()),
          Math.min(range.least(), otherRange.least()),
          Math.max(range.most(), otherRange.most()));
    }
    return other;
  }

  /** A key must be there, in this mapping at least. */
  void needs(String key) {
    needed.merge(key, 1, Integer::sum);
  }

  Shape below(String key) {
    return sections.computeIfAbsent(key, _ -> new Shape());
  }

  Shape belowNames(String key) {
    return named.computeIfAbsent(key, _ -> new Shape());
  }

  Optional<Value> value(String key) {
    return Optional.ofNullable(values.get(key));
  }

  Optional<Shape> section(String key) {
    return Optional.ofNullable(sections.get(key));
  }

  Optional<Shape> names(String key) {
    return Optional.ofNullable(named.get(key));
  }

  /** The keys, in the order of their names. */
  Set<String> keys() {
    return allowed;
  }

  /** Whether every mapping of this shape that was read needed the key. */
  boolean isAlwaysNeeded(String key) {
    return times > 0 && needed.getOrDefault(key, 0) >= times;
  }
}
