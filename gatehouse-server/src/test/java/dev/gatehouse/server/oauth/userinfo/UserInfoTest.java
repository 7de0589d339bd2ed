package dev.gatehouse.server.oauth.userinfo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.client.FakeRequest;
import dev.gatehouse.server.client.SampleRealm;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.CodeFlow;
import dev.gatehouse.server.oauth.Provider;
import dev.gatehouse.server.session.Revocations;
import dev.gatehouse.testkit.Attack;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The userinfo endpoint, on a real database. */
@Tag("database")
class UserInfoTest {
  private final Provider provider = new Provider();
  private final CodeFlow flow = new CodeFlow(provider);

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void claims_followTheScope() throws Refusal {
    assertThat(claims(token("openid"))).isEqualTo(Map.of("sub", provider.person.toString()));
    assertThat(claims(token("openid profile email")))
        .isEqualTo(
            Map.of(
                "sub",
                provider.person.toString(),
                "name",
                "Ada Lovelace",
                "email",
                "ada@acme.example",
                "email_verified",
                true));
    String withoutOpenId = token("email");
    CodeFlow.refused(() -> claims(withoutOpenId), Reason.OPENID_SCOPE_MISSING);
  }

  @Test
  @Attack("J10")
  void token_elsewhereThanInOneHeader_isRefused() throws Refusal {
    String token = token("openid");

    refused(FakeRequest.get("access_token=" + token), Reason.TOKEN_IN_QUERY);
    refused(bearer(FakeRequest.get("access_token=x"), token), Reason.TOKEN_IN_QUERY);
    refused(FakeRequest.post("access_token=" + token), Reason.TOKEN_IN_FORM);
    refused(bearer(bearer(FakeRequest.get(""), token), token), Reason.PARAMETER_REPEATED);
    refused(FakeRequest.get(""), Reason.ACCESS_TOKEN_MISSING);
    refused(
        FakeRequest.get("").header("Authorization", "Basic " + token), Reason.ACCESS_TOKEN_MISSING);
    for (String broken : List.of(token + "junk", token + "=", token + " ", " " + token, "a,b")) {
      refused(bearer(FakeRequest.get(""), broken), Reason.ACCESS_TOKEN_INVALID);
    }
    assertThat(Reason.TOKEN_IN_QUERY.code().status()).isEqualTo(400);
  }

  @Test
  void token_ofAnotherKind_isRefused() throws Refusal {
    Map<String, ?> tokens = flow.tokens("web", "openid");
    for (String name : List.of("id_token", "refresh_token")) {
      refused(
          bearer(FakeRequest.get(""), CodeFlow.text(tokens, name)), Reason.ACCESS_TOKEN_INVALID);
    }
    String cookie = provider.session.token().wire();
    refused(bearer(FakeRequest.get(""), cookie), Reason.ACCESS_TOKEN_INVALID);
  }

  @Test
  void token_expired_isRefused() throws Refusal {
    String token = token("openid");
    provider.clock.advance(Duration.ofMinutes(15));

    CodeFlow.refused(() -> claims(token), Reason.ACCESS_TOKEN_EXPIRED);
  }

  @Test
  void token_whatItRestsOnRevoked_isDead() throws Refusal {
    for (var kind :
        List.of(
            Revocations.Kind.PRINCIPAL,
            Revocations.Kind.TENANT,
            Revocations.Kind.REALM,
            // last: a client that comes back finds no consent either
            Revocations.Kind.CLIENT)) {
      provider.session = provider.signIn(provider.person);
      String before = token("openid");
      provider.database.in(
          provider.clock,
          provider.realm,
          provider.tenant,
          tx -> provider.revocations.revoke(tx, kind, subject(kind)));

      CodeFlow.refused(() -> claims(before), Reason.ACCESS_TOKEN_REVOKED);
    }
    assertThat(provider.records())
        .filteredOn(record -> record.type().equals("token.used"))
        .hasSize(4)
        .allSatisfy(record -> assertThat(record.client()).contains("web"));
  }

  @Test
  void claims_areRecordedOnceAToken_andEachRefusal() throws Refusal {
    String first = token("openid");
    String second = token("openid");
    for (int i = 0; i < 3; i++) {
      claims(first);
      claims(second);
    }
    assertThat(recordedUses()).isEqualTo(2);
    provider.database.execute("UPDATE gatehouse.principal SET status = 'disabled'");
    for (int i = 0; i < 3; i++) {
      CodeFlow.refused(() -> claims(first), Reason.ACCESS_TOKEN_REVOKED);
    }
    assertThat(recordedUses()).isEqualTo(5);
  }

  private long recordedUses() {
    return provider.records().stream().filter(record -> record.type().equals("token.used")).count();
  }

  private String subject(Revocations.Kind kind) {
    return switch (kind) {
      case PRINCIPAL, ROLES -> provider.person.toString();
      case TENANT -> provider.tenant.toString();
      case CLIENT -> "web";
      case REALM -> provider.realm.value();
      case SESSION, FAMILY -> throw new IllegalArgumentException();
    };
  }

  @Test
  void token_sessionEndedOrPersonDisabled_isDead() throws Refusal {
    String token = token("openid");
    provider.database.execute("UPDATE gatehouse.principal SET status = 'disabled'");
    CodeFlow.refused(() -> claims(token), Reason.ACCESS_TOKEN_REVOKED);
    provider.database.execute("UPDATE gatehouse.principal SET status = 'active'");
    assertThat(claims(token)).containsKey("sub");
    provider.database.in(
        provider.clock,
        provider.realm,
        provider.tenant,
        tx ->
            provider.sessions.end(
                tx, provider.person, provider.session.signedIn().id(), "signed_out"));
    CodeFlow.refused(() -> claims(token), Reason.ACCESS_TOKEN_REVOKED);
  }

  private String token(String scope) throws Refusal {
    return CodeFlow.text(flow.tokens("web", scope), "access_token");
  }

  private Map<String, ?> claims(String token) throws Refusal {
    Answer answer =
        provider
            .endpoints
            .userInfo()
            .handle(bearer(FakeRequest.get(""), token).at(SampleRealm.SITE));
    return ((Answer.Json) answer).value();
  }

  private static FakeRequest bearer(FakeRequest request, String token) {
    return request.header("Authorization", "Bearer " + token);
  }

  private void refused(FakeRequest request, Reason reason) {
    CodeFlow.refused(
        () -> provider.endpoints.userInfo().handle(request.at(SampleRealm.SITE)), reason);
  }
}
