package dev.gatehouse.server.management;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.gatehouse.testkit.ExchangeWitness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Holds every request and answer of the management API against {@code docs/openapi.json}, by
 * another implementation of JSON Schema than ours: what was taken must have been as described, and
 * every answer is.
 */
public final class ApiContract implements ExchangeWitness {
  private static final Pattern API = Pattern.compile("/r/[a-z0-9-]+(/api/[^?#]*)");
  private static final JsonMapper JSON = new JsonMapper();
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private final JsonNode document;
  private final Map<String, Schema> compiled = new ConcurrentHashMap<>();

  /** That of the project's document. */
  public ApiContract() {
    this(read());
  }

  ApiContract(JsonNode document) {
    this.document = document;
  }

  private static JsonNode read() {
    Path file = Path.of(System.getProperty("gatehouse.root", ".."), "docs/openapi.json");
    try {
      return Files.exists(file) ? JSON.readTree(Files.readString(file)) : JSON.createObjectNode();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public void saw(Seen seen) {
    Matcher path = API.matcher(Objects.toString(seen.target().getRawPath(), ""));
    if (!path.matches() || path.group(1).equals("/api/openapi.json")) {
      return;
    }
    // a request that never reached the API's own code: another host, an unknown realm, no method
    Optional<JsonNode> operation = operation(seen.method(), path.group(1));
    if (operation.isEmpty()) {
      require(seen, seen.status() >= 400, "an answer that the description has nothing of");
      return;
    }
    headers(seen);
    JsonNode response = response(operation.get(), seen);
    if (seen.status() < 400) {
      request(operation.get(), seen);
    }
    answer(response, seen);
  }

  private Optional<JsonNode> operation(String method, String path) {
    for (Map.Entry<String, JsonNode> entry : document.path("paths").properties()) {
      String pattern = entry.getKey().replaceAll("\\{[a-z]+}", "[^/]+");
      if (path.matches(pattern)) {
        JsonNode found = entry.getValue().path(method.toLowerCase(Locale.ROOT));
        if (!found.isMissingNode()) {
          return Optional.of(found);
        }
      }
    }
    return Optional.empty();
  }

  private static void headers(Seen seen) {
    require(seen, header(seen, "x-request-id").isPresent(), "no X-Request-Id");
    require(
        seen,
        header(seen, "cache-control").filter(it -> it.contains("no-store")).isPresent(),
        "an answer that may be cached");
    require(
        seen,
        header(seen, "access-control-allow-origin").isEmpty(),
        "an answer that pages of other origins may read");
  }

  private JsonNode response(JsonNode operation, Seen seen) {
    JsonNode responses = operation.path("responses");
    JsonNode exact = responses.path(String.valueOf(seen.status()));
    JsonNode found = exact.isMissingNode() ? responses.path(seen.status() / 100 + "XX") : exact;
    require(seen, !found.isMissingNode(), "a status that is not described");
    return found.has("$ref") ? at(found.get("$ref").asString()) : found;
  }

  private JsonNode at(String reference) {
    return document.at(reference.substring(1));
  }

  private void request(JsonNode operation, Seen seen) {
    Map<String, String> query = query(seen);
    for (JsonNode parameter : operation.path("parameters")) {
      String name = parameter.get("name").asString();
      @Nullable String value =
          switch (parameter.get("in").asString()) {
            case "query" -> query.remove(name);
            case "header" -> seen.requestHeaders().get(name.toLowerCase(Locale.ROOT));
            default -> "any";
          };
      require(
          seen, value != null || !parameter.get("required").asBoolean(), "taken without " + name);
      if (value != null && !parameter.get("in").asString().equals("path")) {
        boolean number = parameter.at("/schema/type").asString("").equals("integer");
        valid(
            seen, parameter.get("schema"), number ? JSON.readTree(value) : JSON.valueToTree(value));
      }
    }
    require(seen, query.isEmpty(), "taken with parameters that are not described: " + query);
    JsonNode body = operation.at("/requestBody/content/application~1json/schema");
    if (!body.isMissingNode()) {
      valid(seen, body, JSON.readTree(seen.request()));
    }
  }

  private static Map<String, String> query(Seen seen) {
    Map<String, String> found = new HashMap<>();
    String raw = seen.target().getRawQuery();
    if (raw != null && !raw.isEmpty()) {
      for (String pair : raw.split("&", -1)) {
        String[] parts = pair.split("=", 2);
        found.put(
            URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
            URLDecoder.decode(parts.length < 2 ? "" : parts[1], StandardCharsets.UTF_8));
      }
    }
    return found;
  }

  private void answer(JsonNode response, Seen seen) {
    JsonNode schema = response.at("/content/application~1json/schema");
    if (schema.isMissingNode()) {
      require(seen, seen.answer().length == 0, "a body that is not described");
      return;
    }
    require(
        seen,
        header(seen, "content-type").filter("application/json"::equals).isPresent(),
        "no JSON");
    require(
        seen,
        response.at("/headers/ETag").isMissingNode() == header(seen, "etag").isEmpty(),
        "an ETag that is not as described");
    try {
      valid(seen, schema, JSON.readTree(seen.answer()));
    } catch (JacksonException malformed) {
      throw new AssertionError(told(seen, "no JSON"), malformed);
    }
  }

  private void valid(Seen seen, JsonNode schema, JsonNode value) {
    List<Error> errors = compiled(schema).validate(value);
    require(seen, errors.isEmpty(), errors.toString());
  }

  /** With the components that it refers to. */
  private Schema compiled(JsonNode schema) {
    return compiled.computeIfAbsent(
        schema.toString(),
        text -> {
          ObjectNode whole = (ObjectNode) schema.deepCopy();
          whole.set("components", document.path("components"));
          return SCHEMAS.getSchema(whole);
        });
  }

  private static Optional<String> header(Seen seen, String name) {
    return seen.answerHeaders().getOrDefault(name, List.of()).stream().findFirst();
  }

  private static void require(Seen seen, boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(told(seen, otherwise));
    }
  }

  private static String told(Seen seen, String what) {
    return "%s %s (%d) is not as docs/openapi.json says: %s: %s"
        .formatted(
            seen.method(),
            seen.target(),
            seen.status(),
            what,
            new String(seen.answer(), StandardCharsets.UTF_8));
  }
}
