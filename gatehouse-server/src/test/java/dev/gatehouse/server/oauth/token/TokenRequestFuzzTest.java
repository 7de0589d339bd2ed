package dev.gatehouse.server.oauth.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gatehouse.server.http.FormDecoder;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.grant.Scopes;
import dev.gatehouse.testkit.Mutations;
import org.junit.jupiter.api.Test;

/** Whatever a form says: it is one of the requests there are, or refused. */
class TokenRequestFuzzTest {
  @Test
  void of_nearGoodTokenRequests_isOneOfThemOrRefused() {
    Mutations.of(
            "grant_type=authorization_code&code=abc&redirect_uri=http%3A%2F%2Fx&code_verifier=v",
            "grant_type=refresh_token&refresh_token=abc&scope=openid+email",
            "grant_type=client_credentials&scope=a%3Ab&resource=https%3A%2F%2Fx&tenant=acme")
        .all(TokenRequestFuzzTest::expectTokenRequest);
  }

  @FuzzTest(maxDuration = "60s")
  void of_anyTokenRequest_isOneOfThemOrRefused(FuzzedDataProvider data) {
    expectTokenRequest("grant_type=" + data.consumeRemainingAsString());
  }

  private static void expectTokenRequest(String form) {
    try {
      TokenRequest request =
          TokenRequest.of(FormDecoder.decode(form, 8192), TokenRequest.RefreshTokenPlace.FORM);
      switch (request) {
        case TokenRequest.Code code -> assertThat(code.code()).isNotEmpty();
        case TokenRequest.Refresh refresh -> {
          assertThat(refresh.refreshToken()).isNotEmpty();
          expectScopes(refresh.scopes());
        }
        case TokenRequest.ClientCredentials machine -> expectScopes(machine.scopes());
      }
    } catch (Refusal refused) {
      assertThat(refused.reason()).isNotNull();
    }
  }

  private static void expectScopes(Scopes scopes) throws Refusal {
    if (!scopes.isEmpty()) {
      assertThat(Scopes.parse(scopes.wire())).isEqualTo(scopes);
    }
    assertThat(scopes.names()).hasSizeLessThanOrEqualTo(64);
  }
}
