package dev.gatehouse.server.management;

import dev.gatehouse.server.http.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The description of the management API (OpenAPI 3.1.1), written from its operations. */
public final class OpenApi {
  private static final String VERSION = "1.0.0";
  private static final String SECURITY = "access_token";
  private static final Pattern SEGMENT = Pattern.compile("\\{([a-z]+)}");

  private final List<Entry> entries;

  /**
   * One endpoint.
   *
   * @param path below the realm's issuer
   */
  public record Entry(Method method, String path, Endpoint endpoint) {}

  public OpenApi(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /** The document of the realm that is served at this issuer. */
  public Map<String, Object> document(String issuer) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.1.1");
    document.put(
        "info",
        ordered(
            "title",
            "Gatehouse management API",
            "version",
            VERSION,
            "description",
            "What those who administer an organisation do to it. A caller acts in the one"
                + " organisation of its credential."));
    document.put("jsonSchemaDialect", "https://json-schema.org/draft/2020-12/schema");
    document.put("servers", List.of(Map.of("url", issuer)));
    document.put("paths", paths());
    Map<String, Object> components = new LinkedHashMap<>();
    components.put("schemas", schemas());
    components.put("responses", Map.of("Refused", refused()));
    components.put(
        "securitySchemes",
        Map.of(
            SECURITY,
            ordered(
                "type",
                "openIdConnect",
                "openIdConnectUrl",
                issuer + "/.well-known/openid-configuration")));
    document.put("components", components);
    return document;
  }

  private Map<String, Object> paths() {
    Map<String, Map<String, Object>> paths = new TreeMap<>();
    for (Entry entry : entries) {
      paths
          .computeIfAbsent(entry.path(), path -> new TreeMap<>())
          .put(entry.method().name().toLowerCase(Locale.ROOT), operation(entry));
    }
    return new LinkedHashMap<>(paths);
  }

  private static Map<String, Object> operation(Entry entry) {
    Operation operation = entry.endpoint().operation();
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("operationId", operation.id());
    written.put("summary", operation.summary());
    written.put("x-act", operation.act().wire());
    entry.endpoint().event().ifPresent(event -> written.put("x-record", event.id()));
    written.put("security", List.of(Map.of(SECURITY, List.of(operation.scope()))));
    List<Map<String, Object>> parameters = parameters(entry.path(), operation);
    if (!parameters.isEmpty()) {
      written.put("parameters", parameters);
    }
    operation
        .body()
        .ifPresent(body ->
            written.put("requestBody", ordered("required", true, "content", json(body.json()))));
    written.put("responses", responses(operation));
    return written;
  }

  private static List<Map<String, Object>> parameters(String path, Operation operation) {
    List<Map<String, Object>> parameters = new ArrayList<>();
    Matcher segments = SEGMENT.matcher(path);
    while (segments.find()) {
      parameters.add(
          parameter("path", segments.group(1), true, Schema.text(256).json(), "which one"));
    }
    for (Schema.Field field : operation.query()) {
      parameters.add(
          parameter("query", field.name(), false, field.schema().json(), field.description()));
    }
    if (operation.changes()) {
      parameters.add(
          parameter(
              "header",
              "Idempotency-Key",
              false,
              new Schema.Text(1, 128, "[\\x21-\\x7e]+").json(),
              "the same for each try of one request; for a day it acts once"));
    }
    if (operation.version() == Operation.Version.MATCHED) {
      parameters.add(
          parameter(
              "header", "If-Match", true, Schema.text(1024).json(), "the ETag that was read"));
    }
    return parameters;
  }

  private static Map<String, Object> parameter(
      String in, String name, boolean required, Map<String, Object> schema, String description) {
    return ordered(
        "name", name, "in", in, "required", required, "description", description, "schema", schema);
  }

  private static Map<String, Object> responses(Operation operation) {
    Map<String, Object> success = new LinkedHashMap<>();
    success.put("description", operation.answer().isPresent() ? "done" : "done; nothing to say");
    if (operation.version() != Operation.Version.NONE) {
      success.put(
          "headers",
          Map.of("ETag", ordered("description", "the version", "schema", Schema.text(64).json())));
    }
    operation.answer().ifPresent(answer -> success.put("content", json(answer.json())));
    Map<String, Object> responses = new LinkedHashMap<>();
    responses.put(String.valueOf(operation.status()), success);
    responses.put("4XX", Map.of("$ref", "#/components/responses/Refused"));
    responses.put("5XX", Map.of("$ref", "#/components/responses/Refused"));
    return responses;
  }

  private Map<String, Object> schemas() {
    Map<String, Object> schemas = new TreeMap<>();
    schemas.put("Error", error().definition());
    for (Entry entry : entries) {
      Operation operation = entry.endpoint().operation();
      operation.body().ifPresent(body -> define(body, schemas));
      operation.answer().ifPresent(answer -> define(answer, schemas));
    }
    return schemas;
  }

  private static void define(Schema schema, Map<String, Object> schemas) {
    switch (schema) {
      case Schema.Fields fields -> {
        fields.fields().forEach(field -> define(field.schema(), schemas));
        Object other =
            fields.name().isEmpty() ? null : schemas.put(fields.name(), fields.definition());
        if (other != null && !other.equals(fields.definition())) {
          throw new IllegalStateException("two schemas are named " + fields.name());
        }
      }
      case Schema.ListOf list -> define(list.items(), schemas);
      case Schema.Named named -> define(named.values(), schemas);
      case Schema.Text _, Schema.Words _, Schema.Whole _, Schema.Flag _, Schema.Scalar _ -> {}
    }
  }

  private static Schema.Fields error() {
    return Schema.Fields.named("Error")
        .with(
            "error",
            Schema.Fields.named("")
                .with("code", Schema.text(64), "what programs tell refusals by")
                .with("message", Schema.text(400), "what to do next"),
            "why it was refused");
  }

  private static Map<String, Object> refused() {
    return ordered(
        "description",
        "refused; nothing was changed. X-Request-Id names the request",
        "content",
        json(Map.of("$ref", "#/components/schemas/Error")));
  }

  private static Map<String, Object> json(Map<String, Object> schema) {
    return Map.of("application/json", Map.of("schema", schema));
  }

  private static Map<String, Object> ordered(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }
}
