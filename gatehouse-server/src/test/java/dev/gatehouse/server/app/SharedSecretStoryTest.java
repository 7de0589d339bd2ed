package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.MACVerifier;
import dev.gatehouse.server.app.Visitor.Ask;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A realm whose access tokens one shared secret protects. */
@Tag("database")
class SharedSecretStoryTest {
  private static final Map<String, String> HS256 =
      Map.of(
          "access_token_alg: ES256",
          "access_token_alg: HS256\n  access_token_secret: ${secret:stage06-access-token}");

  @Test
  void accessToken_isHs256_andItsSecretIsNowhere() throws Exception {
    try (RunningServer server = RunningServer.changed(HS256)) {
      JsonNode tokens = Visitor.signedIn(server).tokens(Ask.of("monitrax-web", "openid profile"));
      String accessToken = tokens.get("access_token").asString();
      JWSObject parsed = JWSObject.parse(accessToken);
      byte[] secret = server.secret("stage06-access-token").getBytes(StandardCharsets.UTF_8);
      assertThat(parsed.getHeader().getAlgorithm().getName()).isEqualTo("HS256");
      assertThat(parsed.getHeader().getKeyID()).isNull();
      assertThat(parsed.verify(new MACVerifier(secret))).isTrue();
      Map<String, Object> claims = parsed.getPayload().toJSONObject();
      assertThat(claims.get("principal_id")).isEqualTo(claims.get("sub"));
      assertThat(claims.get("tenant_id")).isEqualTo(claims.get("tid"));

      Visitor anybody = Visitor.unknown(server);
      anybody.userInfo(accessToken).expect(200);
      String forged = accessToken.substring(0, accessToken.lastIndexOf('.') + 1) + "A".repeat(43);
      anybody.userInfo(forged).expect(401);

      JsonNode keys = anybody.browser.get(Visitor.REALM + "/oauth2/jwks").expect(200).json();
      // those of ID tokens, and nothing of the secret
      assertThat(keys.get("keys"))
          .isNotEmpty()
          .allSatisfy(key -> assertThat(key.get("kty").asString()).isEqualTo("RSA"));
      assertThat(keys.get("keys"))
          .extracting(key -> key.get("kid").asString())
          .contains(JWSObject.parse(tokens.get("id_token").asString()).getHeader().getKeyID());
    }
  }
}
