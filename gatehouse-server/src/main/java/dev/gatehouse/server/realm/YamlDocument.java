package dev.gatehouse.server.realm;

import dev.gatehouse.server.realm.YamlNode.Mapping;
import dev.gatehouse.server.realm.YamlNode.Scalar;
import dev.gatehouse.server.realm.YamlNode.ScalarType;
import dev.gatehouse.server.realm.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads one YAML document into nodes: no key twice, no anchors or aliases, no second document,
 * nothing deep.
 */
final class YamlDocument {
  private static final int DEEPEST = 8;

  private final String file;
  private final YAMLParser parser;

  private YamlDocument(String file, YAMLParser parser) {
    this.file = file;
    this.parser = parser;
  }

  /**
   * The top mapping of the document.
   *
   * @param file the name for errors
   */
  static Mapping read(String file, String text) {
    try (YAMLParser parser =
        (YAMLParser) new YAMLFactory().createParser(ObjectReadContext.empty(), text)) {
      return new YamlDocument(file, parser).top();
    } catch (JacksonException malformed) {
      int line = malformed.getLocation() == null ? 1 : malformed.getLocation().getLineNr();
      throw new RealmFileError(
          file, Math.max(line, 1), "not YAML: " + firstLine(malformed.getOriginalMessage()));
    }
  }

  private Mapping top() {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw error("must be a mapping of keys to values");
    }
    Mapping mapping = mapping(1);
    if (parser.nextToken() != null) {
      throw error("one document a file; remove what follows");
    }
    return mapping;
  }

  private Mapping mapping(int depth) {
    int start = line();
    Map<String, YamlNode> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      if (members.containsKey(key)) {
        throw error("\"" + key + "\" stands twice; keep one");
      }
      parser.nextToken();
      members.put(key, node(depth + 1));
    }
    return new Mapping(start, members);
  }

  private Sequence sequence(int depth) {
    int start = line();
    List<YamlNode> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(node(depth + 1));
    }
    return new Sequence(start, elements);
  }

  private YamlNode node(int depth) {
    if (depth > DEEPEST) {
      throw error("nested too deeply");
    }
    if (parser.isCurrentAlias() || parser.getObjectId() != null) {
      throw error("anchors and aliases are not allowed; write the value out");
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> mapping(depth);
      case START_ARRAY -> sequence(depth);
      case VALUE_STRING -> scalar(ScalarType.TEXT);
      case VALUE_NUMBER_INT -> scalar(ScalarType.NUMBER);
      case VALUE_NUMBER_FLOAT -> scalar(ScalarType.FRACTION);
      case VALUE_TRUE, VALUE_FALSE -> scalar(ScalarType.FLAG);
      case VALUE_NULL -> scalar(ScalarType.NOTHING);
      default -> throw error("not a value");
    };
  }

  private Scalar scalar(ScalarType type) {
    return new Scalar(line(), type, parser.getString());
  }

  private int line() {
    return Math.max(parser.currentTokenLocation().getLineNr(), 1);
  }

  private RealmFileError error(String problem) {
    return new RealmFileError(file, line(), problem);
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("malformed");
  }
}
