package dev.gatehouse.server.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gatehouse.server.crypto.StrictJson;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.realm.Client;
import dev.gatehouse.testkit.Mutations;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever somebody sends as a client, or says of one: it is read, or refused. */
class ClientRequestFuzzTest {
  private static final List<Client> CLIENTS =
      Stream.of("web", "native").map(SampleRealm::client).toList();
  private static final StrictJson JSON = new StrictJson();
  private static final String METADATA =
      """
      {"client_name": "Parts", "redirect_uris": ["https://parts.example/cb", "http://127.0.0.1/cb"],
       "post_logout_redirect_uris": ["https://parts.example/out"], "scope": "openid profile",
       "token_endpoint_auth_method": "private_key_jwt", "response_types": ["code"],
       "grant_types": ["authorization_code", "refresh_token"], "dpop_bound_access_tokens": true,
       "jwks": {"keys": [{"kty": "EC", "crv": "P-256", "kid": "1", "use": "sig",
         "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
         "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]},
       "logo_uri": "https://parts.example/logo.png", "initiate_login_uri": "https://parts.example/go",
       "backchannel_logout_uri": "https://parts.example/bye", "id_token_signed_response_alg": "ES256"}
      """;

  @Test
  void of_nearGoodAuthorizationHeaders_isNamedOrRefused() {
    Mutations.of("Basic " + base64("web:s%2B%26"), "basic " + base64("a%3Ab+c:%C3%BC"), "Bearer x")
        .all(ClientRequestFuzzTest::expectBasic);
  }

  /** A header as it is, and as the text of a Basic one. */
  private static void expectBasic(String text) {
    String header = text.replaceAll("[\\r\\n\\x00]", "");
    expectNamed(FakeRequest.post("").header("Authorization", header));
    expectNamed(FakeRequest.post("client_id=web").header("Authorization", "Basic " + base64(text)));
  }

  @Test
  void of_nearGoodForms_isNamedOrRefused() {
    Mutations.of(
            "client_id=web&client_secret=s%2B%26",
            "client_id=signed&client_assertion_type="
                + "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
                + "&client_assertion=eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJzaWduZWQifQ.AAAA",
            "client_id=spa")
        .all(form -> expectNamed(FakeRequest.post(form)));
  }

  @FuzzTest(maxDuration = "60s")
  void of_anyHeaderAndForm_isNamedOrRefused(FuzzedDataProvider data) {
    String header = data.consumeString(200);
    expectBasic(header);
    expectNamed(FakeRequest.post(data.consumeRemainingAsString()));
  }

  private static void expectNamed(FakeRequest request) {
    try {
      assertThat(ClientCredentials.of(request.at(SampleRealm.SITE)).clientId()).isNotEmpty();
    } catch (Refusal refused) {
      assertThat(refused.reason()).isNotNull();
    }
  }

  @Test
  void of_nearGoodRedirectUris_isARegisteredOneOrRefused() {
    Mutations.of(
            "https://app.sample.example/callback",
            "https://app.sample.example/q?a=b",
            "http://127.0.0.1:4711/cb",
            "http://[::1]:7000/cb?x=1",
            "com.sample.app:/cb")
        .all(ClientRequestFuzzTest::expectRegistered);
  }

  @FuzzTest(maxDuration = "60s")
  void of_anyRedirectUri_isARegisteredOneOrRefused(FuzzedDataProvider data) {
    expectRegistered(data.consumeRemainingAsString());
  }

  private static void expectRegistered(String text) {
    for (Client client : CLIENTS) {
      URI verified;
      try {
        verified = VerifiedRedirectUri.of(client, Optional.of(text)).uri();
      } catch (Refusal refused) {
        continue;
      }
      // exactly as sent, and nothing but the port of a loopback address may be its own
      assertThat(verified.toString()).isEqualTo(text);
      assertThat(client.redirectUris())
          .anySatisfy(registered -> {
            assertThat(verified.getScheme()).isEqualTo(registered.getScheme());
            assertThat(String.valueOf(verified.getHost()))
                .isEqualTo(String.valueOf(registered.getHost()));
            assertThat(verified.getRawPath()).isEqualTo(registered.getRawPath());
            assertThat(String.valueOf(verified.getRawQuery()))
                .isEqualTo(String.valueOf(registered.getRawQuery()));
            assertThat(verified.getRawUserInfo()).isNull();
          });
    }
  }

  @Test
  void read_nearGoodMetadata_keepsWhatItSaysOrIsRefused() {
    Mutations.of(METADATA).all(ClientRequestFuzzTest::expectMetadata);
  }

  @FuzzTest(maxDuration = "60s")
  void read_anyMetadata_keepsWhatItSaysOrIsRefused(FuzzedDataProvider data) {
    expectMetadata(data.consumeRemainingAsString());
  }

  private static void expectMetadata(String text) {
    Optional<Map<String, Object>> members = JSON.object(text.getBytes(StandardCharsets.UTF_8));
    if (members.isEmpty()) {
      return;
    }
    try {
      ClientMetadata metadata = ClientMetadata.read(members.get());
      // what is stored reads as the same again
      assertThat(ClientMetadata.read(metadata.members())).isEqualTo(metadata);
    } catch (Refusal refused) {
      assertThat(refused.reason()).isNotNull();
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
