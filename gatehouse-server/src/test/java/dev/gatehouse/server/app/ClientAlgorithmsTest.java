package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.UnverifiedJwt;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Answers to a client are signed with the algorithms that it registered. */
@Tag("database")
class ClientAlgorithmsTest {
  private static final Application WEB = Application.answering(() -> 200);
  private static final RunningServer SERVER =
      RunningServer.changed(
          Map.of(
              "    name: Monitrax Web\n",
              """
                  name: Monitrax Web
                  backchannel_logout_uri: %s
                  id_token_alg: EdDSA
                  userinfo_alg: ES256
                  introspection_alg: EdDSA
              """
                  .formatted(WEB.logoutUri())));

  @AfterAll
  static void stop() {
    SERVER.close();
    WEB.close();
  }

  private static JsonNode jwks() {
    return SERVER.browser().get(Visitor.REALM + "/oauth2/jwks").expect(200).json();
  }

  private static JsonNode key(UnverifiedJwt jwt) {
    return StreamSupport.stream(jwks().get("keys").spliterator(), false)
        .filter(key -> key.get("kid").asString().equals(jwt.header().get("kid").asString()))
        .findFirst()
        .orElseThrow();
  }

  private static String leftHalf(String hash, String text) throws Exception {
    byte[] digest =
        MessageDigest.getInstance(hash).digest(text.getBytes(StandardCharsets.US_ASCII));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOf(digest, digest.length / 2));
  }

  @Test
  void idToken_hasTheClientsAlgorithm_andAHashOfItsKind() throws Exception {
    Visitor ada = Visitor.signedIn(SERVER);
    JsonNode tokens = ada.tokens(Ask.of("monitrax-web", "openid"));

    UnverifiedJwt id = UnverifiedJwt.of(tokens.get("id_token").asString());
    assertThat(id.header().get("alg").asString()).isEqualTo("EdDSA");
    assertThat(key(id).get("crv").asString()).isEqualTo("Ed25519");
    assertThat(id.claim("at_hash"))
        .isEqualTo(leftHalf("SHA-512", tokens.get("access_token").asString()));
    // another client of the realm, as ever
    JsonNode others = ada.tokens(Ask.of("monitrax-spa", "openid"));
    UnverifiedJwt other = UnverifiedJwt.of(others.get("id_token").asString());
    assertThat(other.header().get("alg").asString()).isEqualTo("RS256");
    assertThat(other.claim("at_hash"))
        .isEqualTo(leftHalf("SHA-256", others.get("access_token").asString()));
    ada.userInfo(others.get("access_token").asString()).expect(200).json();
  }

  @Test
  void userInfo_isSignedForTheClient_andNothingElseThanItSays() throws Exception {
    Visitor ada = Visitor.signedIn(SERVER);
    JsonNode tokens = ada.tokens(Ask.of("monitrax-web", "openid email"));

    Page answer = ada.userInfo(tokens.get("access_token").asString()).expect(200);

    // OpenID Connect Core §5.3.2
    assertThat(answer.header("content-type")).hasValue("application/jwt");
    SignedJWT jwt = SignedJWT.parse(answer.body());
    JWK key = JWKSet.parse(jwks().toString()).getKeyByKeyId(jwt.getHeader().getKeyID());
    assertThat(jwt.getHeader().getAlgorithm().getName()).isEqualTo("ES256");
    assertThat(jwt.verify(new ECDSAVerifier(key.toECKey()))).isTrue();
    String idToken = tokens.get("id_token").asString();
    assertThat(jwt.getJWTClaimsSet().getIssuer()).isEqualTo(UnverifiedJwt.of(idToken).claim("iss"));
    assertThat(jwt.getJWTClaimsSet().getAudience()).containsExactly("monitrax-web");
    assertThat(jwt.getJWTClaimsSet().getSubject())
        .isEqualTo(UnverifiedJwt.of(idToken).claim("sub"));
    assertThat(jwt.getJWTClaimsSet().getClaim("email")).isEqualTo(ada.email);
    // it is no access token, and no ID token that could come back as a hint
    ada.userInfo(answer.body()).expect(401);
    ada.browser.get(Visitor.REALM + "/oauth2/logout?id_token_hint=" + answer.body()).expect(400);
  }

  @Test
  void introspection_isSignedWithTheClientsAlgorithm() {
    Visitor ada = Visitor.signedIn(SERVER);
    String token = ada.tokens(Ask.of("monitrax-web", "openid")).get("access_token").asString();

    Page answer =
        SERVER
            .browser()
            .request("POST", Visitor.REALM + "/oauth2/introspect")
            .asProgram()
            .header("Accept", "application/token-introspection+jwt")
            .form(FormData.of("token", token))
            .basic("monitrax-web", SERVER.webSecret())
            .send()
            .expect(200);

    UnverifiedJwt jwt = UnverifiedJwt.of(answer.body());
    assertThat(jwt.header().get("alg").asString()).isEqualTo("EdDSA");
    assertThat(key(jwt).get("kty").asString()).isEqualTo("OKP");
    assertThat(jwt.claims().get("token_introspection").get("active").asBoolean()).isTrue();
  }

  @Test
  void logoutToken_isSignedAsTheClientsIdTokens() {
    Visitor ada = Visitor.signedIn(SERVER);
    ada.tokens(Ask.of("monitrax-web", "openid"));
    ada.browser.get(Visitor.REALM + "/sign-out").form().submit();

    UnverifiedJwt token = WEB.await();
    assertThat(token.header().get("alg").asString()).isEqualTo("EdDSA");
    assertThat(token.header().get("typ").asString()).isEqualTo("logout+jwt");
  }

  @Test
  void metadata_namesWhatTheRealmSignsWith() {
    JsonNode metadata =
        SERVER
            .browser()
            .get(Visitor.REALM + "/.well-known/openid-configuration")
            .expect(200)
            .json();
    for (String what : List.of("id_token", "userinfo", "introspection")) {
      assertThat(metadata.get(what + "_signing_alg_values_supported"))
          .extracting(JsonNode::asString)
          .containsExactly("RS256", "ES256", "EdDSA");
    }
    JsonNode plain =
        RunningServer.shared()
            .browser()
            .get(Visitor.REALM + "/.well-known/openid-configuration")
            .expect(200)
            .json();
    assertThat(plain.get("userinfo_signing_alg_values_supported"))
        .extracting(JsonNode::asString)
        .containsExactly("RS256");
  }
}
