package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.server.admin.ApplyRequest;
import dev.gatehouse.server.admin.RealmApplication;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.RealmId;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.storage.Attempted;
import dev.gatehouse.server.tenant.TenantStore;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.HttpDriver;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Realms whose file names their issuer. */
@Tag("database")
class OwnIssuerTest {
  private static final RealmId HANGAR = new RealmId("hangar");
  private static final String METADATA = "/.well-known/openid-configuration";
  // leaves the address to the realm under test
  private static final RunningServer SERVER =
      RunningServer.start(
          Map.of("gatehouse.realm-base-url.operators", "http://operators.localhost:1"));

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @Test
  void issuerOfTheFile_isWhatDiscoveryAndTokensSay() throws Exception {
    URI base = URI.create("http://127.0.0.1:" + SERVER.base().getPort());
    String issuer = base + "/r/hangar";
    String text = shipped().replace("realm: monitrax", "realm: hangar\nissuer: " + issuer);
    apply("hangar", text);
    try (HttpDriver client = HttpDriver.at(base, SERVER.clock())) {
      assertThat(client.get("/r/hangar" + METADATA).expect(200).json().get("issuer").asString())
          .isEqualTo(issuer);
      String token =
          client
              .request("POST", "/r/hangar/oauth2/token")
              .asProgram()
              .form(FormData.of("grant_type", "client_credentials", "tenant", tenant().toString()))
              .basic("monitrax-machine", SERVER.secret("monitrax-machine"))
              .send()
              .expect(200)
              .json()
              .get("access_token")
              .asString();
      assertThat(SignedJWT.parse(token).getJWTClaimsSet().getIssuer()).isEqualTo(issuer);
    }
    SERVER.browser().get("/r/hangar" + METADATA).expect(421);
  }

  @Test
  void baseUrlOfTheServer_countsBeforeTheIssuerOfTheFile() throws Exception {
    apply("monitrax", "issuer: https://login.example.com/r/monitrax\n" + shipped());
    assertThat(
            SERVER
                .browser()
                .get("/r/monitrax" + METADATA)
                .expect(200)
                .json()
                .get("issuer")
                .asString())
        .isEqualTo(SERVER.base() + "/r/monitrax");
  }

  private static String shipped() throws IOException {
    return Files.readString(ShippedRealms.FOLDER.resolve("monitrax.yaml"));
  }

  private static void apply(String realm, String text) throws Refusal {
    RealmApplication application = SERVER.inside().foundation().application();
    application.apply(
        application.plan(
            new ApplyRequest(
                List.of(new ApplyRequest.File(realm + ".yaml", text)), Set.of(), "ada")),
        "ada");
  }

  private static TenantId tenant() throws Refusal {
    TenantId id = new TenantId(UUID.randomUUID());
    Foundation on = SERVER.inside().foundation();
    on.transactions.inTenant(
        HANGAR,
        id,
        Attempted.NOTHING,
        tx -> TenantStore.ofDatabase(on.random).create(tx, "Hangar " + id));
    on.serviceAccounts()
        .ensure(HANGAR, id, new ClientId("monitrax-machine"), "machine", List.of("viewer"));
    return id;
  }
}
