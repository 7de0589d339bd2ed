package dev.gatehouse.server.realm;

import java.util.List;
import java.util.Map;

/** A piece of a YAML document that remembers its line. */
sealed interface YamlNode {
  /** Where it begins; the first line is 1. */
  int line();

  /** What to call it in an error. */
  String kind();

  /** Keys in the order of the file. */
  record Mapping(int line, Map<String, YamlNode> members) implements YamlNode {
    @Override
    public String kind() {
      return "a mapping";
    }
  }

  /** Elements in the order of the file. */
  record Sequence(int line, List<YamlNode> elements) implements YamlNode {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /** One value: text, a whole number, or true and false. */
  record Scalar(int line, ScalarType type, String text) implements YamlNode {
    @Override
    public String kind() {
      return switch (type) {
        case TEXT -> "text";
        case NUMBER -> "a whole number";
        case FLAG -> "true or false";
        case NOTHING -> "nothing";
        case FRACTION -> "a fraction";
      };
    }
  }

  /** What a scalar is by the YAML 1.2 core schema. */
  enum ScalarType {
    TEXT,
    NUMBER,
    FRACTION,
    FLAG,
    NOTHING
  }
}
