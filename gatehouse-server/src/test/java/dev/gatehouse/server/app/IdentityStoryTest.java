package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.AuditRecord;
import dev.gatehouse.ledger.Outcome;
import dev.gatehouse.ledger.Severity;
import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.UnverifiedJwt;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** From sign-up to sign-out, as one story. */
@Tag("database")
class IdentityStoryTest {
  private final RunningServer server = RunningServer.shared();

  @Test
  void person_fromSignUpToSignOut() {
    Visitor ada = Visitor.unknown(server);
    ada.signUp().followAll().expect(200);
    assertThat(ada.signIn().status()).as("not before the address is proved").isNotEqualTo(303);
    ada.verify();
    ada.signIn().expect(303);
    assertThat(ada.account().expect(200).text()).contains(ada.email);

    Ask ask = Ask.of("monitrax-spa", "openid profile email offline_access");
    Page redirect = ada.authorize(ask);
    Map<String, String> answer = Visitor.parameters(redirect);
    assertThat(answer)
        .containsEntry("state", "a-state")
        .containsEntry("iss", server.base() + Visitor.REALM);
    JsonNode tokens =
        ada.exchange(ask, Objects.requireNonNull(answer.get("code"))).expect(200).json();
    assertClaims(tokens);
    assertUserInfo(ada, tokens);
    assertReuseKillsTheFamily(ada, tokens);
    ada.browser.get(Visitor.REALM + "/sign-out").expect(200).form().submit();
    assertThat(ada.isSignedIn()).isFalse();

    assertRecords(ada);
  }

  private static void assertClaims(JsonNode tokens) {
    UnverifiedJwt access = UnverifiedJwt.of(tokens.get("access_token").asString());
    assertThat(access.header().get("typ").asString()).isEqualTo("at+jwt");
    assertThat(access.claims().propertyNames())
        .contains(
            "iss",
            "sub",
            "aud",
            "client_id",
            "tid",
            "sid",
            "scope",
            "roles",
            "acr",
            "amr",
            "auth_time",
            "mfa",
            "jti",
            "iat",
            "exp",
            "rs");
    UnverifiedJwt id = UnverifiedJwt.of(tokens.get("id_token").asString());
    assertThat(id.header().get("alg").asString()).isEqualTo("RS256");
    assertThat(id.claims().get("nonce").asString()).isEqualTo("a-nonce");
  }

  private static void assertUserInfo(Visitor ada, JsonNode tokens) {
    JsonNode info = ada.userInfo(tokens.get("access_token").asString()).expect(200).json();
    assertThat(info.get("email").asString()).isEqualTo(ada.email);
    assertThat(info.get("email_verified").asBoolean()).isTrue();
  }

  private static void assertReuseKillsTheFamily(Visitor ada, JsonNode tokens) {
    String first = tokens.get("refresh_token").asString();
    JsonNode refreshed = ada.refresh("monitrax-spa", first).expect(200).json();
    String second = refreshed.get("refresh_token").asString();
    assertThat(second).isNotEqualTo(first);
    // refresh_grace is 0s for this client: the first is dead, and using it kills the family
    assertThat(ada.refresh("monitrax-spa", first).expect(400).json().get("error").asString())
        .isEqualTo("invalid_grant");
    assertThat(ada.refresh("monitrax-spa", second).expect(400).json().get("error").asString())
        .isEqualTo("invalid_grant");
    ada.userInfo(refreshed.get("access_token").asString()).expect(401);
  }

  private void assertRecords(Visitor ada) {
    List<AuditRecord> records = Records.of(server, ada.organisation);
    assertThat(records.stream().map(AuditRecord::type))
        .containsSubsequence(
            "person.registered",
            "session.signed_in",
            "address.verified",
            "session.signed_in",
            "consent.decided",
            "code.issued",
            "token.issued",
            "token.refreshed",
            "token.refreshed",
            "session.signed_out");
    assertThat(records)
        .anySatisfy(record -> {
          assertThat(record.reason()).contains("refresh_reused");
          assertThat(record.outcome()).isEqualTo(Outcome.REFUSED);
          assertThat(record.severity()).isEqualTo(Severity.HIGH);
        });
  }
}
