package dev.gatehouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.e2e.RealmClient.SignIn;
import dev.gatehouse.testkit.HttpDriver;
import dev.gatehouse.testkit.UnverifiedJwt;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** A relying party of its own process is told of ends it did not cause, and can believe it. */
@BlackBox
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackchannelTest {
  private static final String REALM = "commerce";
  private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

  private final RelyingParty party = RelyingParty.start();
  private final Installation installation =
      Installation.create().with("GATEHOUSE_OUTBOUND_TRUSTED_HOSTS", RelyingParty.HOST);

  @BeforeAll
  void start() {
    installation.up();
    installation.apply(
        REALM,
        shipped ->
            shipped.replace(
                "    name: Commerce Shop\n",
                "    name: Commerce Shop\n    backchannel_logout_uri: %s\n"
                    .formatted(party.logoutUri())));
  }

  @AfterAll
  void stop() {
    installation.close();
    party.close();
  }

  @Test
  void signOut_isToldToTheApplication_inATokenThatThePublishedKeyVerifies() {
    RealmClient spa = new RealmClient(installation, REALM, "commerce-spa");
    Person person = Person.called("Kim Berger").register(installation, REALM);
    try (HttpDriver browser = installation.browser();
        HttpDriver other = installation.browser();
        SignIn here = spa.signIn(browser, person, spa.settings("openid offline_access"));
        SignIn elsewhere = spa.signIn(other, person, spa.settings("openid offline_access"))) {
      here.client().expect("refreshed");
      elsewhere.client().expect("refreshed");
      browser
          .get("/r/commerce/sign-out")
          .expect(200)
          .form("/sign-out")
          .submit(Map.of())
          .followWithin();
      assertLogoutOf(here, party.awaitLogoutToken());
      // the other browser's session goes on, and its end is told when it comes
      assertThat(party.isUntold()).isTrue();
      other.get("/r/commerce/account").expect(200);
      other.get("/r/commerce/sign-out").expect(200).form("/sign-out").submit().followWithin();
      assertLogoutOf(elsewhere, party.awaitLogoutToken());
    }
  }

  /** OpenID Connect Back-Channel Logout §2.6. */
  private void assertLogoutOf(SignIn signIn, String logoutToken) {
    UnverifiedJwt jwt = PublishedKeys.of(installation, REALM).verified(logoutToken, "RS256");
    JsonNode claims = jwt.claims();
    JsonNode idToken = UnverifiedJwt.of(signIn.idToken()).claims();
    assertThat(jwt.header().required("typ").asString()).isEqualTo("logout+jwt");
    assertThat(claims.required("iss").asString()).isEqualTo(installation.issuer(REALM).toString());
    assertThat(claims.required("aud").asString()).isEqualTo("commerce-spa");
    for (String claim : new String[] {"sub", "sid"}) {
      assertThat(claims.required(claim)).as(claim).isEqualTo(idToken.required(claim));
    }
    assertThat(claims.required("events").required(EVENT).isObject()).isTrue();
    assertThat(claims.has("nonce")).isFalse();
    assertThat(claims.required("exp").asLong()).isGreaterThan(claims.required("iat").asLong());
    assertThat(claims.required("jti").asString()).isNotBlank();
  }
}
