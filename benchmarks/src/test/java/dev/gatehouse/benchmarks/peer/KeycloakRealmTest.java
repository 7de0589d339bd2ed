package dev.gatehouse.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class KeycloakRealmTest {
  @Test
  void json_asksForTheSameWorkAsOurs() {
    JsonNode realm =
        JsonMapper.shared()
            .readTree(
                new KeycloakRealm()
                    .client("bench-es256", "a-secret", "http://127.0.0.1/callback", "ES256")
                    .person("load@brunner.example", "violet-kettle")
                    .json());
    assertThat(realm.get("revokeRefreshToken").asBoolean()).isTrue();
    assertThat(realm.get("refreshTokenMaxReuse").asInt()).isZero();
    assertThat(realm.at("/components/org.keycloak.keys.KeyProvider/0/config/keySize/0").asString())
        .isEqualTo("2048");
    assertThat(realm.at("/clients/0/attributes/access.token.signed.response.alg").asString())
        .isEqualTo("ES256");
    assertThat(realm.at("/users/0/credentials/0/value").asString()).isEqualTo("violet-kettle");
  }

  @Test
  void prepare_withoutArchive_saysWhereItShouldBe(@TempDir Path folder) {
    assertThatThrownBy(() -> KeycloakDistribution.prepare(folder, _ -> {}))
        .isInstanceOf(PeerFailure.class)
        .hasMessage("there is no Keycloak distribution in " + folder);
  }
}
