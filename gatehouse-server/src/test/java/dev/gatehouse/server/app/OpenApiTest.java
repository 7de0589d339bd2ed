package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.gatehouse.server.GoldenFile;
import dev.gatehouse.server.http.Route;
import dev.gatehouse.testkit.Page;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The description of the management API, reviewed as a file. */
@Tag("database")
class OpenApiTest {
  private static final String ISSUER = "https://login.example.com/r/example";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private static JsonNode document() {
    RunningServer server = RunningServer.shared();
    Page page = server.browser().get(Visitor.REALM + "/api/openapi.json").expect(200);
    return JSON.readTree(page.body().replace(server.base() + Visitor.REALM, ISSUER));
  }

  @Test
  void document_isTheReviewedOne() throws IOException {
    GoldenFile.check("docs/openapi.json", JSON.writeValueAsString(document()) + "\n");
    GoldenFile.check("docs/openapi.yaml", new YAMLMapper().writeValueAsString(document()));
  }

  @Test
  void document_hasEveryRouteOfTheApi() {
    Set<String> described = new TreeSet<>();
    document()
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .propertyNames()
                .forEach(method ->
                    described.add(
                        method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));
    Set<String> routed = new TreeSet<>();
    RunningServer.shared().routes().stream()
        .filter(route -> route.access() == Route.Access.API)
        .forEach(route ->
            routed.add(route.method() + " " + route.path().substring("/r/{realm}".length())));
    assertThat(described).isEqualTo(routed);
    assertThat(
            RunningServer.shared().routes().stream()
                .filter(route -> route.path().startsWith("/r/{realm}/api/"))
                .filter(route -> route.access() != Route.Access.API)
                .map(Route::path))
        .containsExactly("/r/{realm}/api/openapi.json");
  }

  @Test
  void schemas_areSchemas() {
    var meta =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema("{\"$ref\":\"https://json-schema.org/draft/2020-12/schema\"}");
    for (Map.Entry<String, JsonNode> schema : document().at("/components/schemas").properties()) {
      assertThat(meta.validate(schema.getValue())).as(schema.getKey()).isEmpty();
    }
  }
}
