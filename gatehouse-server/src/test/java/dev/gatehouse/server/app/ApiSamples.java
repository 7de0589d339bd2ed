package dev.gatehouse.server.app;

import dev.gatehouse.server.http.Route;
import dev.gatehouse.testkit.Exchange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Requests to the management API made from its description: right in shape, about nothing. */
final class ApiSamples {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String NOTHING = "0198c0de-0000-7000-8000-000000000000";
  private static final Map<RunningServer, JsonNode> DOCUMENTS = new ConcurrentHashMap<>();

  /** What to send for texts of these patterns. */
  private static final Map<String, String> FITTING =
      Map.of(
          "^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$", NOTHING, "^(?:[a-z0-9_.]+)$", "a.b");

  private ApiSamples() {}

  private static JsonNode document(RunningServer server) {
    return DOCUMENTS.computeIfAbsent(
        server, it -> it.browser().get(Visitor.REALM + "/api/openapi.json").expect(200).json());
  }

  /** What the description says of a line. */
  static JsonNode operation(RunningServer server, Route route) {
    return document(server)
        .path("paths")
        .path(route.path().substring("/r/{realm}".length()))
        .path(route.method().name().toLowerCase(Locale.ROOT));
  }

  /** Without a credential. */
  static Exchange request(RunningServer server, Route route, Map<String, String> segments) {
    String path = route.path().replace("{realm}", "monitrax");
    for (Map.Entry<String, String> segment : segments.entrySet()) {
      path = path.replace("{" + segment.getKey() + "}", segment.getValue());
    }
    return at(server, route, path);
  }

  /** The same at another realm. */
  static Exchange request(RunningServer server, Route route, String host, String realm) {
    return at(server, route, host + route.path().replace("{realm}", realm));
  }

  /** The same with a query. */
  static Exchange asked(RunningServer server, Route route, String query) {
    return at(server, route, route.path().replace("{realm}", "monitrax") + "?" + query);
  }

  private static Exchange at(RunningServer server, Route route, String address) {
    String target = address.replaceAll("\\{[a-z_]+}", NOTHING);
    Exchange request = server.browser().request(route.method().name(), target).asProgram();
    JsonNode operation = operation(server, route);
    if (operation.toString().contains("\"If-Match\"")) {
      request.header("If-Match", "\"none\"");
    }
    return operation.has("requestBody")
        ? request.json(body(server, operation).toString())
        : request;
  }

  /** The least that the operation takes. */
  static JsonNode body(RunningServer server, JsonNode operation) {
    return sample(document(server), operation.at("/requestBody/content/application~1json/schema"));
  }

  private static JsonNode sample(JsonNode document, JsonNode schema) {
    if (schema.has("$ref")) {
      return sample(document, document.at(schema.get("$ref").asString().substring(1)));
    }
    if (schema.has("enum")) {
      return schema.get("enum").get(0);
    }
    return switch (schema.path("type").asString("")) {
      case "object" -> {
        ObjectNode object = JSON.createObjectNode();
        for (JsonNode name : schema.path("required")) {
          JsonNode member = schema.path("properties").path(name.asString());
          object.set(name.asString(), sample(document, member));
        }
        yield object;
      }
      case "array" -> JSON.createArrayNode();
      case "integer" -> schema.path("minimum");
      case "boolean" -> JSON.valueToTree(false);
      default -> JSON.valueToTree(text(schema));
    };
  }

  private static String text(JsonNode schema) {
    String pattern = schema.path("pattern").asString("");
    if (pattern.isEmpty()) {
      return "x".repeat(Math.max(1, schema.path("minLength").asInt(1)));
    }
    String fitting = FITTING.get(pattern);
    if (fitting == null) {
      throw new IllegalStateException("say in ApiSamples what fits " + pattern);
    }
    return fitting;
  }

  /** Where an id can stand: a segment, a filter, a member. */
  record Position(String name, String kind) {
    Exchange with(RunningServer server, Route route, String id) {
      return switch (kind) {
        case "path" -> request(server, route, Map.of(name, id));
        case "query" -> asked(server, route, name + "=" + id);
        default -> {
          Map<String, Object> members = new LinkedHashMap<>();
          body(server, operation(server, route))
              .properties()
              .forEach(member -> members.put(member.getKey(), member.getValue()));
          members.put(name, id);
          yield request(server, route, Map.of()).json(JSON.writeValueAsString(members));
        }
      };
    }
  }

  /** Those of a line, and one that no line has. */
  static List<Position> positions(JsonNode operation, Route route) {
    List<Position> positions = new ArrayList<>();
    positions.add(new Position("id", "query"));
    for (JsonNode parameter : operation.path("parameters")) {
      String in = parameter.get("in").asString();
      if (!in.equals("header")) {
        positions.add(new Position(parameter.get("name").asString(), in));
      }
    }
    if (route.body() == Route.Body.JSON) {
      positions.add(new Position("id", "body"));
      for (String member : members(operation)) {
        positions.add(new Position(member, "body"));
      }
    }
    return positions;
  }

  private static List<String> members(JsonNode operation) {
    JsonNode schema = operation.at("/requestBody/content/application~1json/schema");
    return DOCUMENTS.values().stream()
        .map(document ->
            schema.has("$ref") ? document.at(schema.get("$ref").asString().substring(1)) : schema)
        .flatMap(found -> found.path("properties").propertyNames().stream())
        .distinct()
        .toList();
  }
}
