package dev.gatehouse.server.realm;

import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.realm.Shape.Anything;
import dev.gatehouse.server.realm.Shape.Flag;
import dev.gatehouse.server.realm.Shape.ListOf;
import dev.gatehouse.server.realm.Shape.Named;
import dev.gatehouse.server.realm.Shape.Text;
import dev.gatehouse.server.realm.Shape.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The JSON Schema of realm files, for editors: what {@link RealmFile} does while it reads examples
 * that say everything. What refers to other parts of a file is left to the reader.
 */
public final class RealmSchema {
  private static final String DURATION = "^(0|[1-9][0-9]{0,5})[smhd]$";
  private static final String ANY_SECRET = "u7Qk2mX9vB4tRz8LwN1cYp6HsJd3FgAe5K0o";

  private RealmSchema() {}

  /**
   * The schema.
   *
   * @param examples realm files in which every key stands at least once
   * @throws IllegalArgumentException naming a key that the examples lack
   */
  public static Map<String, Object> of(List<String> examples) {
    RealmFile reader = new RealmFile(name -> Optional.of(Secret.of(ANY_SECRET)));
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "A realm of Gatehouse");
    Shape shape = new Shape();
    examples.forEach(example -> reader.describe("example.yaml", example, shape));
    schema.putAll(mapping("", shape));
    return schema;
  }

  private static Map<String, Object> mapping(String path, Shape shape) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (String key : shape.keys()) {
      properties.put(key, property(path + key, key, shape));
      if (shape.isAlwaysNeeded(key)) {
        required.add(key);
      }
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("additionalProperties", false);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("properties", properties);
    return schema;
  }

  private static Map<String, Object> property(String path, String key, Shape shape) {
    Optional<Shape> section = shape.section(key);
    if (section.isPresent()) {
      return mapping(path + ".", section.get());
    }
    Optional<Shape> named = shape.names(key);
    if (named.isPresent()) {
      return named(mapping(path + ".*.", named.get()));
    }
    return value(
        shape
            .value(key)
            .orElseThrow(() -> new IllegalArgumentException("the examples lack " + path)));
  }

  private static Map<String, Object> named(Map<String, Object> value) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("additionalProperties", value);
    return schema;
  }

  private static Map<String, Object> value(Shape.Value value) {
    Map<String, Object> schema = new LinkedHashMap<>();
    switch (value) {
      case Anything _ -> schema.put("type", List.of("array", "object", "string"));
      case Text _ -> schema.put("type", "string");
      case Flag(var standard) -> {
        schema.put("type", "boolean");
        standard.ifPresent(it -> schema.put("default", it));
      }
      case Words(var words) -> schema.put("enum", List.copyOf(words));
      case ListOf(var element) -> {
        schema.put("type", "array");
        schema.put("uniqueItems", true);
        schema.put("items", value(element));
      }
      case Named(var each) -> schema.putAll(named(value(each)));
      case Section.Range range -> {
        schema.put("type", "integer");
        schema.put("default", range.standard());
        schema.put("minimum", range.least());
        schema.put("maximum", range.most());
      }
      case Section.Span span -> {
        schema.put("type", "string");
        schema.put("pattern", DURATION);
        schema.put("description", between(span.least(), span.most()));
      }
    }
    return schema;
  }

  private static String between(Duration least, Duration most) {
    return Section.written(least) + " to " + Section.written(most);
  }
}
