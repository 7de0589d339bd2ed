package dev.gatehouse.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.ledger.AuditRecord;
import dev.gatehouse.server.app.Visitor.Ask;
import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.Page;
import dev.gatehouse.testkit.UnverifiedJwt;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Tokens bound to a key (RFC 9449), and proofs that prove nothing. */
@Tag("database")
class DpopTest {
  private static final String TOKEN = Visitor.REALM + "/oauth2/token";
  private static final String USER_INFO = Visitor.REALM + "/oauth2/userinfo";
  private static final Ask ASK = Ask.of("monitrax-spa", "openid offline_access");

  @Test
  void boundTokens_workWithTheirKeyAlone() throws Exception {
    try (RunningServer server = RunningServer.start()) {
      Visitor ada = Visitor.signedIn(server);
      ECKey key = key();
      JsonNode tokens = bound(ada, key);
      String access = tokens.get("access_token").asString();
      assertThat(tokens.get("token_type").asString()).isEqualTo("DPoP");
      assertThat(UnverifiedJwt.of(access).claims().get("cnf").get("jkt").asString())
          .isEqualTo(key.computeThumbprint().toString());
      assertThat(userInfo(server, access, Proof.of(server, key, access).sign()).status())
          .isEqualTo(200);
      // the refresh token of a public client is bound too
      FormData refresh = refresh(tokens);
      assertThat(token(server, refresh, null).json().get("error").asString())
          .isEqualTo("invalid_grant");
      assertThat(token(server, refresh, Proof.of(server, key()).sign()).status()).isEqualTo(400);
      Page renewed = token(server, refresh, Proof.of(server, key).sign()).expect(200);
      assertThat(renewed.json().get("token_type").asString()).isEqualTo("DPoP");
    }
  }

  @Test
  @Attack("J13")
  void proofs_thatAreNotForThisRequest_areRefused() throws Exception {
    try (RunningServer server = RunningServer.start()) {
      Visitor ada = Visitor.signedIn(server);
      ECKey key = key();
      String access = bound(ada, key).get("access_token").asString();
      String good = Proof.of(server, key, access).sign();
      badProofs(server, key, access)
          .forEach((what, proof) -> assertRefused(server, access, what, proof));
      assertThat(userInfo(server, access, good).status()).isEqualTo(200);
      assertThat(userInfo(server, access, good).status()).as("used again").isEqualTo(401);
      for (int seconds : new int[] {-10, 10}) {
        String near = Proof.of(server, key, access).issued(Duration.ofSeconds(seconds)).sign();
        assertThat(userInfo(server, access, near).status()).isEqualTo(200);
      }
      assertThat(userInfo(server, access, Proof.of(server, key(), access).sign()).status())
          .as("another key")
          .isEqualTo(401);
      assertThat(userInfo(server, access, null).status()).as("no proof").isEqualTo(401);
      ada.userInfo(access).expect(401);
      String unbound = ada.tokens(ASK).get("access_token").asString();
      assertThat(userInfo(server, unbound, Proof.of(server, key, unbound).sign()).status())
          .as("unbound token sent as bound")
          .isEqualTo(401);
      assertTwoHeadersRefused(server, access, key);
    }
  }

  @Test
  void refusedProof_ofAClientWithASecret_isRecordedEach_andOfAnybodyCounted() throws Exception {
    try (RunningServer server = RunningServer.start()) {
      ECKey key = key();
      String used = Proof.of(server, key).sign();
      token(server, anyRefresh("monitrax-spa"), used);
      for (String proof : List.of("junk", "junk", used)) {
        var request = server.browser().request("POST", TOKEN).asProgram().header("DPoP", proof);
        Page refused =
            request
                .form(FormData.of("grant_type", "refresh_token", "refresh_token", "x"))
                .basic("monitrax-web", server.webSecret())
                .send();
        assertThat(refused.json().get("error").asString()).isEqualTo("invalid_dpop_proof");
        token(server, anyRefresh("monitrax-spa"), proof);
      }
      List<AuditRecord> records =
          Records.all(server).stream()
              .filter(it -> it.reason().filter(why -> why.startsWith("dpop_proof")).isPresent())
              .toList();
      assertThat(records)
          .extracting(it -> it.type() + " " + it.client().orElse("") + " " + it.reason().orElse(""))
          .containsExactly(
              "request.refused monitrax-web dpop_proof_invalid",
              "request.refused monitrax-web dpop_proof_invalid",
              "request.refused monitrax-web dpop_proof_replayed");
    }
  }

  private static FormData anyRefresh(String client) {
    return FormData.of("grant_type", "refresh_token", "refresh_token", "x", "client_id", client);
  }

  private static Map<String, String> badProofs(RunningServer server, ECKey key, String access)
      throws Exception {
    Map<String, String> bad = new LinkedHashMap<>();
    for (String claim : new String[] {"jti", "htm", "htu", "iat", "ath"}) {
      bad.put("no " + claim, Proof.of(server, key, access).with(claim, null).sign());
    }
    bad.put("htm", Proof.of(server, key, access).with("htm", "POST").sign());
    bad.put("htm case", Proof.of(server, key, access).with("htm", "get").sign());
    bad.put("htu", Proof.of(server, key, access).with("htu", server.base() + TOKEN).sign());
    bad.put(
        "htu host", Proof.of(server, key, access).with("htu", "https://evil" + USER_INFO).sign());
    bad.put("ath", Proof.of(server, key, access + "x").sign());
    bad.put("1 h ago", Proof.of(server, key, access).issued(Duration.ofHours(-1)).sign());
    bad.put("in 1 h", Proof.of(server, key, access).issued(Duration.ofHours(1)).sign());
    bad.put("no typ", Proof.of(server, key, access).typ(null).sign());
    bad.put("typ", Proof.of(server, key, access).typ("JWT").sign());
    bad.put("no jwk", Proof.of(server, key, access).jwk(null).sign());
    bad.put("other jwk", Proof.of(server, key, access).jwk(key().toPublicJWK()).sign());
    bad.put("none", Proof.of(server, key, access).unsigned());
    bad.put("private", Proof.of(server, key, access).withPrivateKey());
    bad.put("junk", Proof.of(server, key, access).sign() + "x");
    bad.put("crit", Proof.of(server, key, access).crit());
    return bad;
  }

  private static void assertRefused(
      RunningServer server, String access, String what, String proof) {

    Page answer = userInfo(server, access, proof);
    assertThat(answer.status()).as(what).isEqualTo(401);
    assertThat(answer.json().get("error").asString()).as(what).isEqualTo("invalid_dpop_proof");
    Page atToken =
        token(
            server,
            FormData.of(
                "grant_type", "refresh_token", "refresh_token", "x", "client_id", "monitrax-spa"),
            proof);
    assertThat(atToken.json().get("error").asString()).as(what).isEqualTo("invalid_dpop_proof");
  }

  private static void assertTwoHeadersRefused(RunningServer server, String access, ECKey key)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.base().resolve(USER_INFO))
            .header("Authorization", "DPoP " + access)
            .header("DPoP", Proof.of(server, key, access).sign())
            .header("DPoP", Proof.of(server, key, access).sign())
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .as("two headers")
          .isEqualTo(401);
    }
  }

  private static JsonNode bound(Visitor visitor, ECKey key) throws Exception {
    String code = visitor.code(ASK);
    FormData form =
        FormData.of(
            "grant_type",
            "authorization_code",
            "code",
            code,
            "redirect_uri",
            Visitor.CALLBACK,
            "code_verifier",
            ASK.pkce().verifier(),
            "client_id",
            "monitrax-spa");
    return token(visitor.server, form, Proof.of(visitor.server, key).sign()).expect(200).json();
  }

  private static FormData refresh(JsonNode tokens) {
    return FormData.of(
        "grant_type",
        "refresh_token",
        "refresh_token",
        tokens.get("refresh_token").asString(),
        "client_id",
        "monitrax-spa");
  }

  private static Page token(RunningServer server, FormData form, @Nullable String proof) {
    var request = server.browser().request("POST", TOKEN).asProgram().form(form);
    return proof == null ? request.send() : request.header("DPoP", proof).send();
  }

  private static Page userInfo(RunningServer server, String access, @Nullable String proof) {
    var request =
        server.browser().request("GET", USER_INFO).header("Authorization", "DPoP " + access);
    return proof == null ? request.send() : request.header("DPoP", proof).send();
  }

  private static ECKey key() throws JOSEException {
    return new ECKeyGenerator(Curve.P_256).generate();
  }

  /** A proof about to be signed; right in everything until a test changes it. */
  static final class Proof {
    private final ECKey key;
    private final JWTClaimsSet.Builder claims;
    private final RunningServer server;
    private @Nullable String typ = "dpop+jwt";
    private @Nullable JWK jwk;

    private Proof(RunningServer server, ECKey key, String method, String path) {
      this.server = server;
      this.key = key;
      this.jwk = key.toPublicJWK();
      this.claims =
          new JWTClaimsSet.Builder()
              .jwtID(UUID.randomUUID().toString())
              .claim("htm", method)
              .claim("htu", server.base() + path)
              .issueTime(Date.from(server.clock().instant()));
    }

    static Proof of(RunningServer server, ECKey key) {
      return new Proof(server, key, "POST", TOKEN);
    }

    static Proof of(RunningServer server, ECKey key, String access) throws Exception {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(access.getBytes(StandardCharsets.US_ASCII));
      return new Proof(server, key, "GET", USER_INFO)
          .with("ath", Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
    }

    Proof with(String claim, @Nullable Object value) {
      claims.claim(claim, value);
      return this;
    }

    Proof issued(Duration later) {
      claims.issueTime(Date.from(server.clock().instant().plus(later)));
      return this;
    }

    Proof typ(@Nullable String other) {
      typ = other;
      return this;
    }

    Proof jwk(@Nullable JWK other) {
      jwk = other;
      return this;
    }

    private JWSHeader.Builder header() {
      var header = new JWSHeader.Builder(JWSAlgorithm.ES256);
      if (typ != null) {
        header.type(new JOSEObjectType(typ));
      }
      return jwk == null ? header : header.jwk(jwk);
    }

    String sign() throws JOSEException {
      return sign(header().build());
    }

    String crit() throws JOSEException {
      return sign(header().criticalParams(Set.of("b64")).build());
    }

    private String sign(JWSHeader header) throws JOSEException {
      SignedJWT jwt = new SignedJWT(header, claims.build());
      jwt.sign(new ECDSASigner(key));
      return jwt.serialize();
    }

    String unsigned() {
      return new PlainJWT(claims.build()).serialize();
    }

    /** Nimbus refuses to write a private key into a header, so this one is written by hand. */
    String withPrivateKey() throws JOSEException {
      String header = "{\"typ\":\"dpop+jwt\",\"alg\":\"ES256\",\"jwk\":" + key.toJSONString() + "}";
      Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
      String input =
          encoder.encodeToString(header.getBytes(StandardCharsets.UTF_8))
              + "."
              + encoder.encodeToString(claims.build().toString().getBytes(StandardCharsets.UTF_8));
      var signature =
          new ECDSASigner(key)
              .sign(new JWSHeader(JWSAlgorithm.ES256), input.getBytes(StandardCharsets.US_ASCII));
      return input + "." + signature;
    }
  }
}
