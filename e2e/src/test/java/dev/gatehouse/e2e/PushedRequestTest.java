package dev.gatehouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.e2e.RealmClient.SignIn;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.UnverifiedJwt;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Authorization requests that {@code openid-client} pushes (RFC 9126). */
@BlackBox
class PushedRequestTest {
  private static final String SCOPE = "openid email offline_access";

  private final Installation installation;

  PushedRequestTest(Installation installation) {
    this.installation = installation;
  }

  @Test
  void confidentialClient_pushes_browserCarriesAReferenceThatIsGoodOnce() {
    RealmClient web = new RealmClient(installation, "monitrax", "monitrax-web");
    Person person = Person.called("Robin Frey").register(installation);
    Map<String, Object> settings = web.confidentialSettings(SCOPE);
    settings.put("pushed", true);
    try (SignIn signIn = web.signIn(person, settings)) {
      assertPushed(signIn.authorize(), web.id());
      assertThat(signIn.userInfo().at("/claims/email").asString()).isEqualTo(person.email());
      signIn.client().expect("refreshed");
      signIn.client().expect("introspected");
      signIn.client().expectEnd();
      try (HttpDriver another = installation.browser()) {
        assertThat(another.get(signIn.authorize()).status()).isEqualTo(400);
      }
    }
  }

  @Test
  void publicClientWithAKey_pushesWithItsProof_andTheCodeIsBoundToIt() {
    RealmClient spa = new RealmClient(installation, "portal", "portal-spa");
    Person person = Person.called("Alex Roth").register(installation, "portal");
    Map<String, Object> settings = spa.settings(SCOPE);
    settings.put("pushed", true);
    settings.put("dpop", true);
    try (SignIn signIn = spa.signIn(person, settings)) {
      assertPushed(signIn.authorize(), spa.id());
      assertThat(UnverifiedJwt.of(signIn.accessToken()).claims().at("/cnf/jkt").asString())
          .isEqualTo(signIn.signedIn().required("thumbprint").asString());
      signIn.client().expect("stolen");
      signIn.client().expect("refreshed");
      signIn.client().expectEnd();
    }
  }

  private static void assertPushed(URI authorize, String client) {
    FormData query = FormData.parse(authorize.getRawQuery());
    assertThat(query.entries()).hasSize(2);
    assertThat(query.first("client_id")).hasValue(client);
    assertThat(query.first("request_uri").orElse(""))
        .startsWith("urn:ietf:params:oauth:request_uri:");
  }
}
