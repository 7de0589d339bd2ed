package dev.gatehouse.server.management;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a value of a request or an answer is: described once, read as JSON Schema by people and
 * tests, and held against what comes in.
 */
public sealed interface Schema {
  /** As JSON Schema 2020-12. */
  Map<String, Object> json();

  /**
   * Refuses a value that is not so.
   *
   * @param name of the value, for the refusal
   */
  void check(String name, Object value) throws Refusal;

  /**
   * Text of one line.
   *
   * @param pattern a regular expression for the whole, or empty for any
   */
  record Text(int least, int most, String pattern) implements Schema {
    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = typed("string");
      json.put("minLength", least);
      json.put("maxLength", most);
      if (!pattern.isEmpty()) {
        json.put("pattern", "^(?:" + pattern + ")$");
      }
      return json;
    }

    @Override
    public void check(String name, Object value) throws Refusal {
      if (!(value instanceof String text)
          || text.codePointCount(0, text.length()) < least
          || text.codePointCount(0, text.length()) > most
          || text.codePoints().anyMatch(Character::isISOControl)
          || (!pattern.isEmpty() && !Pattern.matches(pattern, text))) {
        throw Refusal.of(Reason.PARAMETER_INVALID, name);
      }
    }
  }

  /** One of these words. */
  record Words(List<String> words) implements Schema {
    public Words {
      words = List.copyOf(words);
    }

    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = typed("string");
      json.put("enum", words);
      return json;
    }

    @Override
    public void check(String name, Object value) throws Refusal {
      if (!(value instanceof String text) || !words.contains(text)) {
        throw Refusal.of(Reason.PARAMETER_INVALID, name);
      }
    }
  }

  /** A whole number. */
  record Whole(long least, long most) implements Schema {
    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = typed("integer");
      json.put("minimum", least);
      json.put("maximum", most);
      return json;
    }

    @Override
    public void check(String name, Object value) throws Refusal {
      boolean whole = value instanceof Integer || value instanceof Long;
      if (!whole || ((Number) value).longValue() < least || ((Number) value).longValue() > most) {
        throw Refusal.of(Reason.PARAMETER_INVALID, name);
      }
    }
  }

  /** True or false. */
  record Flag() implements Schema {
    @Override
    public Map<String, Object> json() {
      return typed("boolean");
    }

    @Override
    public void check(String name, Object value) throws Refusal {
      if (!(value instanceof Boolean)) {
        throw Refusal.of(Reason.PARAMETER_INVALID, name);
      }
    }
  }

  /** Text, a number or a flag: what a record keeps beside an act. */
  record Scalar() implements Schema {
    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("type", List.of("string", "integer", "boolean"));
      return json;
    }

    @Override
    public void check(String name, Object value) throws Refusal {
      if (value instanceof Map || value instanceof List) {
        throw Refusal.of(Reason.PARAMETER_INVALID, name);
      }
    }
  }

  /** A list. */
  record ListOf(Schema items, int most) implements Schema {
    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = typed("array");
      json.put("items", items.json());
      json.put("maxItems", most);
      return json;
    }

    @Override
    public void check(String name, Object value) throws Refusal {
      if (!(value instanceof List<?> list) || list.size() > most) {
        throw Refusal.of(Reason.PARAMETER_INVALID, name);
      }
      for (Object item : list) {
        check(items, name, item);
      }
    }

    private static void check(Schema items, String name, Object item) throws Refusal {
      if (item == null) {
        throw Refusal.of(Reason.PARAMETER_INVALID, name);
      }
      items.check(name, item);
    }
  }

  /** An object whose members have any names. */
  record Named(Schema values) implements Schema {
    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = typed("object");
      json.put("additionalProperties", values.json());
      return json;
    }

    @Override
    public void check(String name, Object value) throws Refusal {
      if (!(value instanceof Map<?, ?> members)) {
        throw Refusal.of(Reason.PARAMETER_INVALID, name);
      }
      for (Object member : members.values()) {
        ListOf.check(values, name, member);
      }
    }
  }

  /**
   * A member of an object.
   *
   * @param description a sentence for who reads the document
   */
  record Field(String name, Schema schema, boolean required, String description) {}

  /**
   * An object with these members and no other.
   *
   * @param name what the document calls it; empty for one that is written where it is used
   */
  record Fields(String name, List<Field> fields) implements Schema {
    public Fields {
      fields = List.copyOf(fields);
    }

    /** An object of that name, to be filled. */
    public static Fields named(String name) {
      return new Fields(name, List.of());
    }

    /** With a member that is always there. */
    public Fields with(String field, Schema schema, String description) {
      return and(new Field(field, schema, true, description));
    }

    /** With a member that may be missing. */
    public Fields maybe(String field, Schema schema, String description) {
      return and(new Field(field, schema, false, description));
    }

    private Fields and(Field field) {
      List<Field> all = new ArrayList<>(fields);
      all.add(field);
      return new Fields(name, all);
    }

    /** A reference where it has a name; see {@link #definition}. */
    @Override
    public Map<String, Object> json() {
      return name.isEmpty() ? definition() : Map.of("$ref", "#/components/schemas/" + name);
    }

    /** The object itself. */
    Map<String, Object> definition() {
      Map<String, Object> properties = new LinkedHashMap<>();
      for (Field field : fields) {
        Map<String, Object> property = new LinkedHashMap<>(field.schema().json());
        property.put("description", field.description());
        properties.put(field.name(), property);
      }
      Map<String, Object> json = typed("object");
      json.put("additionalProperties", false);
      List<String> required = fields.stream().filter(Field::required).map(Field::name).toList();
      if (!required.isEmpty()) {
        json.put("required", required);
      }
      json.put("properties", properties);
      return json;
    }

    @Override
    public void check(String at, Object value) throws Refusal {
      if (!(value instanceof Map<?, ?> members)) {
        throw Refusal.of(Reason.PARAMETER_INVALID, at);
      }
      for (Object member : members.keySet()) {
        if (field(String.valueOf(member)).isEmpty()) {
          throw Refusal.of(Reason.PARAMETER_UNKNOWN, String.valueOf(member));
        }
      }
      for (Field field : fields) {
        Object member = members.get(field.name());
        if (member != null) {
          field.schema().check(field.name(), member);
        } else if (field.required() || members.containsKey(field.name())) {
          throw Refusal.of(Reason.PARAMETER_MISSING, field.name());
        }
      }
    }

    private Optional<Field> field(String wanted) {
      return fields.stream().filter(field -> field.name().equals(wanted)).findFirst();
    }
  }

  /** A UUID in lower case. */
  static Schema id() {
    return new Text(36, 36, "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  }

  /** A time in UTC (RFC 3339). */
  static Schema time() {
    return new Text(20, 30, "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z");
  }

  /** Text up to a length. */
  static Schema text(int most) {
    return new Text(0, most, "");
  }

  /** One of these. */
  static Schema words(String... words) {
    return new Words(List.of(words));
  }

  private static Map<String, Object> typed(String type) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("type", type);
    return json;
  }
}
