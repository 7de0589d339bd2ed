package dev.gatehouse.server.oauth.bearer;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gatehouse.server.client.FakeRequest;
import dev.gatehouse.server.client.SampleRealm;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.testkit.Mutations;
import org.junit.jupiter.api.Test;

/** Whatever a header says: it is a token, or refused. */
class BearerTokenFuzzTest {
  @Test
  void of_nearGoodBearerHeaders_isATokenOrRefused() {
    Mutations.of("Bearer abc.def-_~+/==", "DPoP eyJ.eyJ.AAAA", "bearer x")
        .all(BearerTokenFuzzTest::expectBearer);
  }

  @FuzzTest(maxDuration = "60s")
  void of_anyAuthorizationHeader_isATokenOrRefused(FuzzedDataProvider data) {
    expectBearer(data.consumeRemainingAsString());
  }

  private static void expectBearer(String header) {
    try {
      BearerToken token =
          BearerToken.of(FakeRequest.post("").header("Authorization", header).at(SampleRealm.SITE));
      assertThat(token.text()).matches("[!-~]+");
      assertThat(header).endsWith(token.text());
    } catch (Refusal refused) {
      assertThat(refused.reason()).isNotNull();
    }
  }
}
