package dev.gatehouse.server.realm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.crypto.BcryptParameters;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Secret;
import dev.gatehouse.server.realm.Client.Grant;
import dev.gatehouse.testkit.Requirement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped realms say what their products' own security documents say. */
class ShippedRealmsTest {
  private static final RealmCatalog CATALOG =
      RealmCatalog.load(
          Path.of(System.getProperty("gatehouse.root"), "realms"),
          name -> Optional.of(Secret.of("u7Qk2mX9vB4tRz8LwN1cYp6HsJd3FgAe5K0o")));

  private static Realm realm(String name) {
    return CATALOG.find(new RealmId(name)).orElseThrow();
  }

  private static Set<String> roles(String realm) {
    return realm(realm).roles().stream().map(Role::name).collect(Collectors.toSet());
  }

  @Test
  void catalogue_hasTheFiveProductsAndTheOperators() {
    assertThat(CATALOG.realms())
        .extracting(realm -> realm.id().value())
        .containsExactlyInAnyOrder(
            "operators", "commerce", "helpdesk", "monitrax", "portal", "stage06");
  }

  @ParameterizedTest
  @CsvSource({
    "stage06, HS256, PT15M, P30D",
    "portal, EdDSA, PT15M, P7D",
    "monitrax, ES256, PT15M, P30D",
    "helpdesk, ES256, PT15M, P30D",
    "commerce, RS256, PT15M, PT24H"
  })
  void tokens_areOfTheProductsProfile(
      String realm, String algorithm, Duration access, Duration refresh) {
    TokenProfile tokens = realm(realm).tokens();
    assertThat(tokens.accessTokenSigning().joseName()).isEqualTo(algorithm);
    assertThat(tokens.accessTokenLifetime()).isEqualTo(access);
    assertThat(tokens.refreshAbsolute()).isEqualTo(refresh);
  }

  @ParameterizedTest
  @CsvSource({"stage06", "portal", "monitrax", "helpdesk", "commerce"})
  void clients_areOneOfEachKind(String realm) {
    assertThat(realm(realm).clients())
        .anyMatch(client -> !client.isPublic() && client.allows(Grant.AUTHORIZATION_CODE))
        .anyMatch(Client::isPublic)
        .anyMatch(client -> client.allows(Grant.CLIENT_CREDENTIALS))
        .allMatch(Client::requirePkce)
        .allSatisfy(client -> assertThat(client.grants()).isNotEmpty());
    // the management API is the server's own, which needs to ask nobody
    assertThat(realm(realm).apis())
        .filteredOn(api -> !api.name().equals("management"))
        .allSatisfy(api -> assertThat(api.introspectors()).isNotEmpty());
  }

  @Test
  @Requirement("S06-10")
  void stage06_defaultRoles_haveExplicitPermissions() {
    assertThat(roles("stage06"))
        .containsExactlyInAnyOrder("system_admin", "project_manager", "auditor", "viewer");
    assertThat(realm("stage06").roles())
        .allSatisfy(role -> assertThat(role.permissions()).isNotEmpty());
    assertThat(realm("stage06").role("auditor").orElseThrow().permissions())
        .allMatch(permission -> permission.endsWith(".read"));
    assertThat(realm("stage06").role("viewer").orElseThrow().permissions())
        .containsExactlyInAnyOrder("project.read", "task.read");
  }

  @Test
  void portal_highRiskRoles_haveShorterTokens() {
    Realm portal = realm("portal");
    assertThat(portal.accessTokenLifetime(Set.of("technician"))).hasMinutes(15);
    assertThat(portal.accessTokenLifetime(Set.of("technician", "quality_manager"))).hasMinutes(10);
    assertThat(portal.accessTokenLifetime(Set.of("amo_admin"))).hasMinutes(5);
    assertThat(portal.accessTokenLifetime(Set.of("certifying_staff"))).hasMinutes(5);
  }

  @Test
  @Requirement("HLP-2.1")
  void helpdesk_roles_areRequesterAgentAndAdmin() {
    assertThat(roles("helpdesk")).containsExactlyInAnyOrder("REQUESTER", "AGENT", "ADMIN");
    assertThat(realm("helpdesk").ownerRole().name()).isEqualTo("ADMIN");
  }

  @Test
  void helpdesk_passwordsAndClaims_areAsItsApplicationsExpect() {
    Realm helpdesk = realm("helpdesk");
    assertThat(helpdesk.passwords().hashing()).isEqualTo(new BcryptParameters(12));
    assertThat(helpdesk.tokens().aliases().sources())
        .isEqualTo(Map.of("role", ClaimSource.ROLES, "organizationId", ClaimSource.TID));
  }

  @Test
  void commerce_eachDomain_isAnApiWithItsScopes() {
    Realm commerce = realm("commerce");
    assertThat(commerce.apis())
        .extracting(Api::name)
        .containsExactly("orders", "payments", "catalog", "management");
    assertThat(commerce.scope("orders:read")).isPresent();
    assertThat(commerce.scope("payments:write")).isPresent();
    assertThat(commerce.tokens().aliases().sources())
        .isEqualTo(Map.of("tenantId", ClaimSource.TID, "role", ClaimSource.ROLES));
  }
}
