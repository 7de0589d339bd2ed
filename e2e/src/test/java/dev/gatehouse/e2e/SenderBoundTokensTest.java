package dev.gatehouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.e2e.RealmClient.SignIn;
import dev.gatehouse.testkit.UnverifiedJwt;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Tokens that are bound to a key, as {@code openid-client} gets and uses them (RFC 9449). */
@BlackBox
class SenderBoundTokensTest {
  private static final String SCOPE = "openid email offline_access";

  private final Installation installation;

  SenderBoundTokensTest(Installation installation) {
    this.installation = installation;
  }

  @Test
  void portal_publicClientWithAKey_codeUserInfoAndRefresh_withThatKeyAlone() {
    RealmClient spa = new RealmClient(installation, "portal", "portal-spa");
    Person person = Person.called("Sascha Lang").register(installation, "portal");
    Map<String, Object> settings = spa.settings(SCOPE + " portal:read");
    settings.put("dpop", true);
    try (SignIn signIn = spa.signIn(person, settings)) {
      assertBound(signIn.signedIn(), signIn.signedIn().required("thumbprint").asString());
      assertThat(signIn.userInfo().at("/claims/email").asString()).isEqualTo(person.email());
      JsonNode stolen = signIn.client().expect("stolen");
      assertThat(stolen.required("userinfoWithoutProof").asString()).isEqualTo("invalid_token");
      assertThat(stolen.required("userinfoWithAnotherKey").asString()).isEqualTo("invalid_token");
      assertThat(stolen.required("refreshWithoutProof").asString()).isEqualTo("invalid_dpop_proof");
      assertThat(stolen.required("refreshWithAnotherKey").asString()).isEqualTo("invalid_grant");
      assertBound(
          signIn.client().expect("refreshed"), signIn.signedIn().required("thumbprint").asString());
      signIn.client().expectEnd();
    }
  }

  private static void assertBound(JsonNode tokens, String thumbprint) {
    assertThat(tokens.required("tokenType").asString()).isEqualToIgnoringCase("DPoP");
    assertThat(
            UnverifiedJwt.of(tokens.required("accessToken").asString())
                .claims()
                .at("/cnf/jkt")
                .asString())
        .isEqualTo(thumbprint);
  }

  @Test
  void monitrax_confidentialClientWithAKey_isAskedForItToo() {
    RealmClient web = new RealmClient(installation, "monitrax", "monitrax-web");
    Person person = Person.called("Toni Weber").register(installation);
    Map<String, Object> settings = web.confidentialSettings(SCOPE);
    settings.put("dpop", true);
    try (SignIn signIn = web.signIn(person, settings)) {
      String thumbprint = signIn.signedIn().required("thumbprint").asString();
      assertBound(signIn.signedIn(), thumbprint);
      JsonNode stolen = signIn.client().expect("stolen");
      assertThat(stolen.required("userinfoWithoutProof").asString()).isEqualTo("invalid_token");
      assertThat(stolen.required("userinfoWithAnotherKey").asString()).isEqualTo("invalid_token");
      assertBound(signIn.client().expect("refreshed"), thumbprint);
      assertThat(signIn.client().expect("introspected").at("/access/cnf/jkt").asString())
          .isEqualTo(thumbprint);
      signIn.client().expectEnd();
    }
  }
}
