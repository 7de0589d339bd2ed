package dev.gatehouse.server.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.client.FakeRequest;
import dev.gatehouse.server.crypto.CryptoProviders;
import dev.gatehouse.server.crypto.Csprng;
import dev.gatehouse.server.crypto.Macs;
import dev.gatehouse.server.crypto.MasterKey;
import dev.gatehouse.server.http.Site;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.realm.ManagementAct;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which changes get through, by the version they name (RFC 9110 §13.1.1). */
class VersionsTest {
  private static final RealmId REALM = new RealmId("monitrax");
  private static final TenantId TENANT = new TenantId(UUID.randomUUID());
  private static final Map<String, Object> NOW = Map.of("name", "House");
  private static final Operation CHANGE =
      Operation.write("change", "Change it", ManagementAct.TENANT_READ)
          .versioned(Operation.Version.MATCHED);

  private final Macs macs =
      new Macs(CryptoProviders.jdk(), MasterKey.generate(new Csprng(CryptoProviders.jdk())));
  private final EntityTags tags = new EntityTags(macs);

  private ApiRequest request(String... ifMatch) throws Refusal {
    FakeRequest request = FakeRequest.post("");
    for (String tag : ifMatch) {
      request.header("If-Match", tag);
    }
    var holder =
        new ApiCredential.Holder(
            TENANT, new PrincipalId(UUID.randomUUID()), new ClientId("web"), List.of());
    return ApiRequest.of(
        request.at(new Site(REALM, URI.create("http://localhost"))),
        CHANGE,
        holder,
        new Cursors(macs),
        tags);
  }

  private String now() {
    return tags.of(REALM, TENANT, NOW);
  }

  @Test
  void match_theVersionThatIsThere_passes() throws Refusal {
    request(now()).match(NOW);
    request("\"other\", " + now()).match(NOW);
  }

  @ParameterizedTest
  @CsvSource({
    "'', VERSION_MISSING",
    "*, VERSION_MISSING",
    "'\"other\"', VERSION_STALE",
    "'\"\"', VERSION_STALE",
    "other, VERSION_STALE"
  })
  void match_anythingElse_isRefused(String named, Reason reason) throws Refusal {
    ApiRequest request = request(named);
    assertThatThrownBy(() -> request.match(NOW)).hasMessage(reason.id());
  }

  @Test
  void match_noneOrWeakOrTwo_isRefused() throws Refusal {
    ApiRequest none = request();
    assertThatThrownBy(() -> none.match(NOW)).hasMessage(Reason.VERSION_MISSING.id());
    // RFC 9110 §8.8.3.2: a weak one never matches here
    ApiRequest weak = request("W/" + now());
    assertThatThrownBy(() -> weak.match(NOW)).hasMessage(Reason.VERSION_STALE.id());
    ApiRequest two = request(now(), now());
    assertThatThrownBy(() -> two.match(NOW)).hasMessage(Reason.PARAMETER_REPEATED.id());
  }

  @Test
  void match_theVersionOfBefore_isRefused() throws Refusal {
    ApiRequest request = request(now());
    assertThatThrownBy(() -> request.match(Map.of("name", "Home")))
        .hasMessage(Reason.VERSION_STALE.id());
  }

  @Test
  void operationThatPromisesToLook_andDoesNot_isABug() throws Refusal {
    ApiRequest request = request(now());
    assertThatThrownBy(request::requireMatched).isInstanceOf(IllegalStateException.class);
    request.match(NOW);
    request.requireMatched();
  }

  @Test
  void tags_ofEqualThings_differAcrossTenantsAndRealms() {
    assertThat(now()).isEqualTo(tags.of(REALM, TENANT, NOW)).matches("\"[A-Za-z0-9_-]{22}\"");
    assertThat(tags.of(REALM, new TenantId(UUID.randomUUID()), NOW)).isNotEqualTo(now());
    assertThat(tags.of(new RealmId("other"), TENANT, NOW)).isNotEqualTo(now());
  }
}
