package dev.gatehouse.server.oauth.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.gatehouse.server.client.FakeRequest;
import dev.gatehouse.server.client.SampleRealm;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.Exchange;
import dev.gatehouse.server.http.ReplyWriter;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.CodeFlow;
import dev.gatehouse.server.oauth.Provider;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Discovery and keys, read by a library that knows nothing of this server. */
@Tag("database")
class MetadataTest {
  private final Provider provider = new Provider();

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void metadata_isReadByOthersAndTrue() throws Refusal, ParseException {
    Exchange exchange = FakeRequest.get("").at(SampleRealm.SITE);
    String json = body(provider.endpoints.metadata().handle(exchange), exchange);

    OIDCProviderMetadata openId = OIDCProviderMetadata.parse(json);
    assertThat(openId.getIssuer()).isEqualTo(new Issuer(SampleRealm.SITE.issuer()));
    assertThat(openId.getResponseTypes()).containsExactly(new ResponseType("code"));
    assertThat(openId.supportsRequestURIParam()).isFalse();
    assertThat(openId.supportsClaimsParam()).isTrue();
    assertThat(openId.getResponseModes()).hasToString("[query, fragment, form_post]");
    assertThat(openId.getACRs()).hasToString("[aal1]");
    assertThat(openId.getPushedAuthorizationRequestEndpointURI())
        .hasToString(SampleRealm.SITE.issuer() + "/oauth2/par");
    assertThat(openId.requiresPushedAuthorizationRequests()).isFalse();
    assertThat(openId.getGrantTypes())
        .containsExactlyInAnyOrder(
            GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN, GrantType.CLIENT_CREDENTIALS);
    AuthorizationServerMetadata oauth = AuthorizationServerMetadata.parse(json);
    assertThat(oauth.supportsAuthorizationResponseIssuerParam()).isTrue();
    assertThat(oauth.getCodeChallengeMethods()).hasToString("[S256]");
    assertThat(oauth.getScopes().toStringList())
        .containsExactlyInAnyOrder("openid", "profile", "email", "offline_access");
  }

  @Test
  void idToken_isValidForOthers() throws Exception {
    Exchange exchange = FakeRequest.get("").at(SampleRealm.SITE);
    String json = body(provider.endpoints.jwks().handle(exchange), exchange);
    JWKSet keys = JWKSet.parse(json);
    assertThat(keys.getKeys()).hasSize(2).noneMatch(JWK::isPrivate);
    SignedJWT token =
        SignedJWT.parse(CodeFlow.text(new CodeFlow(provider).tokens("web", "openid"), "id_token"));
    var claims = token.getJWTClaimsSet();
    assertThat(claims.getIssuer()).isEqualTo(SampleRealm.SITE.issuer());
    assertThat(claims.getAudience()).containsExactly("web");
    assertThat(claims.getStringClaim("nonce")).isEqualTo("nonce-1");
    assertThat(claims.getExpirationTime())
        .isEqualTo(Date.from(provider.clock.instant().plusSeconds(900)));
    var rsa = keys.getKeyByKeyId(token.getHeader().getKeyID()).toRSAKey();
    assertThat(token.verify(new RSASSAVerifier(rsa))).isTrue();
  }

  @Test
  void documents_areCachedFiveMinutes() throws Refusal {
    Exchange exchange = FakeRequest.get("").at(SampleRealm.SITE);
    Answer answer = provider.endpoints.jwks().handle(exchange);

    Map<String, String> headers = headers(answer, exchange);
    assertThat(headers)
        .containsEntry("Cache-Control", "public, max-age=300")
        .containsEntry("Vary", "Origin")
        .doesNotContainKey("Access-Control-Allow-Origin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://spa.sample.example", "http://127.0.0.1:5173"})
  void origin_ofAPublicClient_mayRead(String origin) throws Refusal {
    Exchange exchange = FakeRequest.get("").header("Origin", origin).at(SampleRealm.SITE);
    Answer answer = provider.endpoints.metadata().handle(exchange);

    assertThat(headers(answer, exchange))
        .containsEntry("Access-Control-Allow-Origin", origin)
        .doesNotContainKey("Access-Control-Allow-Credentials");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example", "null", "https://app.sample.example"})
  void origin_unknown_getsNoHeader(String origin) throws Refusal {
    Exchange exchange = FakeRequest.get("").header("Origin", origin).at(SampleRealm.SITE);
    Answer answer = provider.endpoints.metadata().handle(exchange);

    assertThat(headers(answer, exchange)).doesNotContainKey("Access-Control-Allow-Origin");
  }

  private static String body(Answer answer, Exchange exchange) {
    byte[] bytes = new ReplyWriter().write(answer, exchange, Map.of()).body();
    String json = new String(bytes, StandardCharsets.UTF_8);
    try {
      assertThat(JSONObjectUtils.parse(json)).isNotEmpty();
    } catch (java.text.ParseException malformed) {
      throw new AssertionError(malformed);
    }
    return json;
  }

  private static Map<String, String> headers(Answer answer, Exchange exchange) {
    return new ReplyWriter().write(answer, exchange, Map.of()).headers();
  }
}
