package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.MACVerifier;
import dev.gatehouse.server.crypto.WeakSecret;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.server.tenant.TenantStore;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.Requirement;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Servers started with the variables that the realms' applications had before. */
@Tag("database")
class AliasStoryTest {
  private static final String STRONG = "u7Qk2mX9vB4tRz8LwN1cYp6HsJd3FgAe5K0o";
  private static final RunningServer SERVER = RunningServer.start();

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  /** A tenant of the realm in which its machine has the role. */
  private static TenantId tenantWith(String realm, String role) throws Refusal {
    TenantId id = new TenantId(UUID.randomUUID());
    RealmId in = new RealmId(realm);
    Foundation on = SERVER.inside().foundation();
    on.transactions.inTenant(
        in,
        id,
        Attempted.NOTHING,
        tx -> TenantStore.ofDatabase(on.random).create(tx, role + " " + id));
    on.serviceAccounts().ensure(in, id, new ClientId(realm + "-machine"), "machine", List.of(role));
    return id;
  }

  private static JsonNode token(RunningServer server, String realm, TenantId tenant) {
    String client = realm + "-machine";
    return server
        .browser()
        .request("POST", "/r/" + realm + "/oauth2/token")
        .asProgram()
        .form(FormData.of("grant_type", "client_credentials", "tenant", tenant.toString()))
        .basic(client, SERVER.secret(client))
        .send()
        .expect(200)
        .json();
  }

  @Test
  @Requirement({"S06-1", "S06-2"})
  void stage06_variablesOfItsApplication_makeItsTokens() throws Exception {
    TenantId tenant = tenantWith("stage06", "viewer");
    Map<String, String> variables =
        Map.of("APP_JWT_SECRET_KEY", STRONG, "APP_ACCESS_TOKEN_EXPIRY_MINUTES", "20");
    try (RunningServer server = SERVER.beside("stage06", variables)) {
      JsonNode answer = token(server, "stage06", tenant);
      JWSObject token = JWSObject.parse(answer.get("access_token").asString());
      assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("HS256");
      assertThat(token.verify(new MACVerifier(STRONG.getBytes(StandardCharsets.UTF_8)))).isTrue();
      assertThat(answer.get("expires_in").asInt()).isEqualTo(20 * 60);
    }
    try (RunningServer server = SERVER.beside("stage06", Map.of())) {
      JsonNode answer = token(server, "stage06", tenant);
      JWSObject token = JWSObject.parse(answer.get("access_token").asString());
      byte[] configured = SERVER.secret("stage06-access-token").getBytes(StandardCharsets.UTF_8);
      assertThat(token.verify(new MACVerifier(configured))).isTrue();
      assertThat(answer.get("expires_in").asInt()).isEqualTo(15 * 60);
    }
    expectWeak("APP_JWT_SECRET_KEY", STRONG.substring(0, 31));
    expectWeak("APP_JWT_SECRET_KEY", "changeme-changeme-changeme-changeme");
  }

  private static void expectWeak(String variable, String value) {
    assertThatThrownBy(() -> SERVER.beside("stage06", Map.of(variable, value)))
        .isInstanceOf(WeakSecret.class)
        .hasMessageNotContaining(value);
  }

  @ParameterizedTest
  @CsvSource({"technician, 10", "quality_manager, 10", "certifying_staff, 5", "amo_admin, 5"})
  @Requirement("POR-2.1")
  void portal_lifetime_isExplicitAndShorterForRolesOfHighRisk(String role, int minutes)
      throws Exception {
    TenantId tenant = tenantWith("portal", role);
    Map<String, String> variables =
        Map.of("SECRET_KEY", STRONG, "ACCESS_TOKEN_EXPIRE_MINUTES", "10");
    try (RunningServer server = SERVER.beside("portal", variables)) {
      assertThat(token(server, "portal", tenant).get("expires_in").asInt()).isEqualTo(minutes * 60);
    }
    expectWeak("SECRET_KEY", "PLACEHOLDER__SET_IN_SECRET_STORE");
    expectWeak("SECRET_KEY", "short");
  }
}
