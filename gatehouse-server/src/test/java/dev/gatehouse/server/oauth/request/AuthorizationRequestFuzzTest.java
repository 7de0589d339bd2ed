package dev.gatehouse.server.oauth.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gatehouse.server.client.SampleRealm;
import dev.gatehouse.server.client.VerifiedRedirectUri;
import dev.gatehouse.server.http.FormDecoder;
import dev.gatehouse.server.http.Parameters;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.rule.AuthorizationParameters;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.server.realm.Realm;
import dev.gatehouse.testkit.Mutations;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever is asked for: it is within the rules, or refused. */
class AuthorizationRequestFuzzTest {
  private static final Realm REALM = SampleRealm.realm();
  private static final List<Client> CLIENTS =
      Stream.of("web", "spa", "native").map(SampleRealm::client).toList();
  private static final String AUTHORIZATION =
      "response_type=code&client_id=x&redirect_uri=https%3A%2F%2Fapp.sample.example%2Fcallback"
          + "&scope=openid+profile&state=a%26b&nonce=n&code_challenge_method=S256"
          + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  @Test
  void verify_nearGoodAuthorizationRequests_isWithinTheRulesOrRefused() {
    Mutations.of(
            AUTHORIZATION,
            AUTHORIZATION + "&prompt=login+consent&max_age=60&login_hint=ada%40brunner.example",
            AUTHORIZATION + "&response_mode=form_post&ui_locales=de-CH+en&acr_values=aal1",
            AUTHORIZATION + "&resource=https%3A%2F%2Fapi.sample.example&display=page",
            AUTHORIZATION + "&claims=%7B%22id_token%22%3A%7B%22email%22%3Anull%7D%7D",
            AUTHORIZATION
                + "&claims=%7B%22userinfo%22:%7B%22sub%22:%7B%22value%22:%22x%22%7D,"
                + "%22name%22:%7B%22essential%22:true,%22values%22:[%22a%22]%7D%7D%7D",
            AUTHORIZATION + "&dpop_jkt=0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I")
        .all(AuthorizationRequestFuzzTest::expectAuthorization);
  }

  @FuzzTest(maxDuration = "60s")
  void verify_anyAuthorizationRequest_isWithinTheRulesOrRefused(FuzzedDataProvider data) {
    expectAuthorization(AUTHORIZATION + "&" + data.consumeRemainingAsString());
  }

  private static void expectAuthorization(String query) {
    for (Client client : CLIENTS) {
      AuthorizationRequest request;
      try {
        Parameters decoded = FormDecoder.decode(query, 8192);
        AuthorizationParameters sent = AuthorizationParameters.of(decoded);
        request =
            AuthorizationRequest.verify(
                sent, REALM, client, VerifiedRedirectUri.of(client, sent.find("redirect_uri")));
        // as journeys and posted requests keep it: one text for all
        assertThat(sent.resources()).isEqualTo(decoded.all("resource"));
      } catch (Refusal refused) {
        continue;
      }
      assertThat(request.codeChallenge()).isPresent();
      assertThat(client.scopes()).containsAll(request.consentable().names());
      assertThat(request.maxAge().orElse(Duration.ZERO)).isGreaterThanOrEqualTo(Duration.ZERO);
      assertThat(request.parameters().find("state").orElse("")).matches("[ -~]{0,512}");
    }
  }
}
