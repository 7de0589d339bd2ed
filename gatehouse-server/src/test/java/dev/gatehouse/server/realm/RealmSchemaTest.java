package dev.gatehouse.server.realm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The schema that editors use is what the reader does. */
class RealmSchemaTest {
  private static final Path EXAMPLE =
      Path.of(System.getProperty("gatehouse.root"), "docs", "realm.example.yaml");

  private static Map<String, Object> schema() throws IOException {
    return RealmSchema.of(List.of(Files.readString(EXAMPLE), FullRealmFile.TEXT));
  }

  @Test
  void schema_isGeneratedFromTheReader() throws IOException {
    String text =
        JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build()
            .writeValueAsString(schema());
    GoldenFile.check("docs/realm.schema.json", text + "\n");
  }

  @Test
  void schema_saysWhatIsAllowed() throws IOException {
    JsonNode schema = JsonMapper.shared().valueToTree(schema());
    assertThat(schema.get("additionalProperties").asBoolean(true)).isFalse();
    assertThat(schema.get("required").toString())
        .contains("\"realm\"", "\"product_name\"", "\"languages\"")
        .doesNotContain("clients");
    JsonNode tokens = schema.get("properties").get("tokens").get("properties");
    assertThat(tokens.get("access_token_alg").get("enum").toString())
        .isEqualTo("[\"ES256\",\"EdDSA\",\"HS256\",\"RS256\"]");
    assertThat(tokens.get("access_token_lifetime").get("description").asString())
        .isEqualTo("1m to 1h");
    JsonNode client =
        schema.get("properties").get("clients").get("additionalProperties").get("properties");
    assertThat(client.get("require_pkce").get("default").asBoolean(false)).isTrue();
    assertThat(client.get("require_consent").has("default")).isFalse();
    assertThat(client.get("grants").get("items").get("enum").toString())
        .contains("client_credentials");
    JsonNode passwords = schema.get("properties").get("passwords").get("properties");
    assertThat(passwords.get("max_length").get("maximum").asInt()).isEqualTo(128);
    assertThat(passwords.get("bcrypt").get("properties").get("cost").get("minimum").asInt())
        .isEqualTo(12);
  }

  @Test
  void of_exampleThatLacksAKey_namesIt() {
    assertThatThrownBy(() -> RealmSchema.of(List.of(FullRealmFile.TEXT)))
        .hasMessageStartingWith("the examples lack ");
  }
}
