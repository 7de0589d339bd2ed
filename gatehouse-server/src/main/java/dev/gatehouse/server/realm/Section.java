package dev.gatehouse.server.realm;

import dev.gatehouse.server.realm.Shape.Anything;
import dev.gatehouse.server.realm.Shape.Flag;
import dev.gatehouse.server.realm.Shape.ListOf;
import dev.gatehouse.server.realm.Shape.Named;
import dev.gatehouse.server.realm.Shape.Text;
import dev.gatehouse.server.realm.Shape.Words;
import dev.gatehouse.server.realm.YamlNode.Mapping;
import dev.gatehouse.server.realm.YamlNode.Scalar;
import dev.gatehouse.server.realm.YamlNode.ScalarType;
import dev.gatehouse.server.realm.YamlNode.Sequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One mapping of a realm file whose keys are known beforehand; reads each as its type and within
 * its bounds, and names file, line and key when it can't.
 */
final class Section {
  private static final int LONGEST_TEXT = 1000;
  private static final Pattern DURATION = Pattern.compile("(0|[1-9]\\d{0,5})([smhd])");

  private final String file;
  private final String path;
  private final Mapping mapping;
  private final Shape shape;

  private Section(String file, String path, Mapping mapping, Shape shape) {
    this.file = file;
    this.path = path;
    this.mapping = mapping;
    this.shape = shape;
  }

  /** The whole file. */
  static Section top(String file, Mapping mapping, Set<String> keys) {
    return top(file, mapping, keys, new Shape());
  }

  /** The whole file, whose shape is noted. */
  static Section top(String file, Mapping mapping, Set<String> keys, Shape shape) {
    return new Section(file, "", mapping, shape).allowing(keys);
  }

  /** What a duration may be. */
  record Span(Duration standard, Duration least, Duration most) implements Shape.Value {}

  /** What a number may be. */
  record Range(int standard, int least, int most) implements Shape.Value {}

  private Section allowing(Set<String> keys) {
    shape.allows(keys);
    mapping
        .members()
        .forEach((key, node) -> {
          if (!keys.contains(key)) {
            throw new RealmFileError(
                file, node.line(), "unknown key \"" + path + key + "\"; allowed: " + listed(keys));
          }
        });
    return this;
  }

  boolean has(String key) {
    return mapping.members().containsKey(key);
  }

  /** What stands under the key, as it is. */
  Optional<YamlNode> node(String key) {
    shape.reads(key, new Anything());
    return Optional.ofNullable(mapping.members().get(key));
  }

  String text(String key) {
    shape.needs(key);
    return optionalText(key).orElseThrow(() -> missing(key));
  }

  Optional<String> optionalText(String key) {
    shape.reads(key, new Text());
    return Optional.ofNullable(mapping.members().get(key)).map(node -> text(key, node));
  }

  boolean flag(String key, boolean standard) {
    shape.reads(key, new Flag(Optional.of(standard)));
    YamlNode node = mapping.members().get(key);
    return node == null
        ? standard
        : Boolean.parseBoolean(scalar(key, node, ScalarType.FLAG, "true or false").text());
  }

  int number(String key, Range range) {
    shape.reads(key, range);
    YamlNode node = mapping.members().get(key);
    if (node == null) {
      return range.standard();
    }
    String text = scalar(key, node, ScalarType.NUMBER, "a whole number").text();
    try {
      int number = Integer.parseInt(text);
      if (number >= range.least() && number <= range.most()) {
        return number;
      }
    } catch (NumberFormatException tooLarge) {
      throw outOf(key, range);
    }
    throw outOf(key, range);
  }

  private RealmFileError outOf(String key, Range range) {
    return error(key, "must be " + range.least() + " to " + range.most());
  }

  Duration duration(String key, Span span) {
    shape.reads(key, span);
    YamlNode node = mapping.members().get(key);
    if (node == null) {
      return span.standard();
    }
    String text = node instanceof Scalar scalar ? scalar.text() : "";
    if (!DURATION.matcher(text).matches()) {
      throw error(key, "must be a duration such as 30s, 15m, 12h or 7d");
    }
    return parsed(text, span)
        .orElseThrow(
            () -> error(key, "must be " + written(span.least()) + " to " + written(span.most())));
  }

  /** A duration within its bounds, or nothing. */
  static Optional<Duration> parsed(String text, Span span) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Duration duration = duration(Long.parseLong(matcher.group(1)), matcher.group(2));
    return duration.compareTo(span.least()) < 0 || duration.compareTo(span.most()) > 0
        ? Optional.empty()
        : Optional.of(duration);
  }

  /** One of the words of the map. */
  <T> T choice(String key, Map<String, T> words) {
    shape.reads(key, new Words(words.keySet()));
    return word(key, text(key), words);
  }

  /** One of the names that stand elsewhere in the file. */
  <T> T reference(String key, Map<String, T> names) {
    return word(key, text(key), names);
  }

  /** One of the words of the map, or the standard where the key is absent. */
  <T> T choice(String key, Map<String, T> words, T standard) {
    shape.reads(key, new Words(words.keySet()));
    return has(key) ? choice(key, words) : standard;
  }

  /** A list of the words of the map, each at most once. */
  <T> List<T> choices(String key, Map<String, T> words) {
    shape.reads(key, new ListOf(new Words(words.keySet())));
    return references(key, words);
  }

  /** A list of names that stand elsewhere in the file, each at most once. */
  <T> List<T> references(String key, Map<String, T> words) {
    return texts(key).stream().map(text -> word(key, text, words)).toList();
  }

  private <T> T word(String key, String text, Map<String, T> words) {
    T value = words.get(text);
    if (value == null) {
      throw error(key, "has \"" + text + "\"; allowed: " + listed(words.keySet()));
    }
    return value;
  }

  /** A duration, or nothing where the key is absent. */
  Optional<Duration> optionalDuration(String key, Duration least, Duration most) {
    shape.reads(key, new Span(most, least, most));
    return has(key) ? Optional.of(duration(key, new Span(most, least, most))) : Optional.empty();
  }

  /** One of the words of the map, or nothing where the key is absent. */
  <T> Optional<T> optionalChoice(String key, Map<String, T> words) {
    shape.reads(key, new Words(words.keySet()));
    return has(key) ? Optional.of(choice(key, words)) : Optional.empty();
  }

  /** A list of texts, each at most once; empty where the key is absent. */
  List<String> texts(String key) {
    shape.reads(key, new ListOf(new Text()));
    YamlNode node = mapping.members().get(key);
    if (node == null) {
      return List.of();
    }
    if (!(node instanceof Sequence sequence)) {
      throw error(key, "must be a list, not " + node.kind());
    }
    List<String> texts = new ArrayList<>();
    for (YamlNode element : sequence.elements()) {
      String text = text(key, element);
      if (texts.contains(text)) {
        throw new RealmFileError(
            file, element.line(), "\"" + path + key + "\" has \"" + text + "\" twice; keep one");
      }
      texts.add(text);
    }
    return List.copyOf(texts);
  }

  /** A list of texts with at least one. */
  List<String> requiredTexts(String key) {
    shape.needs(key);
    List<String> texts = texts(key);
    if (texts.isEmpty()) {
      throw missing(key);
    }
    return texts;
  }

  /** A mapping below this one; an empty one where the key is absent. */
  Section section(String key, Set<String> keys) {
    YamlNode node = mapping.members().get(key);
    Mapping below = node == null ? new Mapping(mapping.line(), Map.of()) : mapping(key, node);
    Shape inner = shape.below(key);
    return new Section(file, path + key + ".", below, inner).allowing(keys);
  }

  /** The mappings of a mapping whose keys are names. */
  Map<String, Section> named(String key, Set<String> keys) {
    Map<String, Section> sections = new LinkedHashMap<>();
    Shape inner = shape.belowNames(key);
    namedNodes(key)
        .forEach((name, node) -> {
          String prefix = path + key + "." + name;
          if (!(node instanceof Mapping below)) {
            throw new RealmFileError(
                file, node.line(), "\"" + prefix + "\" must be a mapping, not " + node.kind());
          }
          sections.put(name, new Section(file, prefix + ".", below, inner).allowing(keys));
        });
    return sections;
  }

  /** The texts of a mapping whose keys are names. */
  Map<String, String> namedTexts(String key) {
    shape.reads(key, new Named(new Text()));
    Map<String, String> texts = new LinkedHashMap<>();
    namedNodes(key).forEach((name, node) -> texts.put(name, text(key + "." + name, node)));
    return texts;
  }

  /** The words, each of the map, of a mapping whose keys are names. */
  <T> Map<String, T> namedChoices(String key, Map<String, T> words) {
    Map<String, T> choices = new LinkedHashMap<>();
    Map<String, String> texts = namedTexts(key);
    shape.reads(key, new Named(new Words(words.keySet())));
    texts.forEach((name, text) -> {
      T value = words.get(text);
      if (value == null) {
        throw errorBelow(key, name, "has \"" + text + "\"; allowed: " + listed(words.keySet()));
      }
      choices.put(name, value);
    });
    return choices;
  }

  private Map<String, YamlNode> namedNodes(String key) {
    YamlNode node = mapping.members().get(key);
    return node == null ? Map.of() : mapping(key, node).members();
  }

  /** What is wrong with a key, at its line; at the section's where it is absent. */
  RealmFileError error(String key, String problem) {
    YamlNode node = mapping.members().get(key);
    return new RealmFileError(
        file, node == null ? mapping.line() : node.line(), "\"" + path + key + "\" " + problem);
  }

  /** What is wrong with a name in the mapping of a key, at the line of the name's value. */
  RealmFileError errorBelow(String key, String name, String problem) {
    int line =
        mapping.members().get(key) instanceof Mapping below && below.members().containsKey(name)
            ? below.members().get(name).line()
            : mapping.line();
    return new RealmFileError(file, line, "\"" + path + key + "." + name + "\" " + problem);
  }

  private RealmFileError missing(String key) {
    return error(key, "is missing; add it");
  }

  private String text(String key, YamlNode node) {
    String text = scalar(key, node, ScalarType.TEXT, "text").text();
    if (text.isBlank() || text.length() > LONGEST_TEXT) {
      throw errorAt(node, key, "must be text of 1 to " + LONGEST_TEXT + " characters");
    }
    if (text.codePoints().anyMatch(Character::isISOControl)) {
      throw errorAt(node, key, "must be one line without control characters");
    }
    return text;
  }

  private Scalar scalar(String key, YamlNode node, ScalarType type, String wanted) {
    if (node instanceof Scalar scalar && scalar.type() == type) {
      return scalar;
    }
    throw errorAt(node, key, "must be " + wanted + ", not " + node.kind());
  }

  /** What is wrong with a key, at the line of a node below it. */
  RealmFileError errorAt(YamlNode node, String key, String problem) {
    return new RealmFileError(file, node.line(), "\"" + path + key + "\" " + problem);
  }

  private Mapping mapping(String key, YamlNode node) {
    if (node instanceof Mapping below) {
      return below;
    }
    throw errorAt(node, key, "must be a mapping, not " + node.kind());
  }

  private static Duration duration(long amount, String unit) {
    return switch (unit) {
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  static String written(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds > 0 && seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds > 0 && seconds % 3600 == 0) {
      return seconds / 3600 + "h";
    }
    return seconds > 0 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }

  static String listed(Set<String> words) {
    return String.join(", ", new TreeSet<>(words));
  }
}
