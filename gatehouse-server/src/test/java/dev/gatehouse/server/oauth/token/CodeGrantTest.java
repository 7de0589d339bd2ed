package dev.gatehouse.server.oauth.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.AuditRecord;
import dev.gatehouse.ledger.Severity;
import dev.gatehouse.server.client.FakeRequest;
import dev.gatehouse.server.client.SampleRealm;
import dev.gatehouse.server.crypto.SigningAlgorithm;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.CodeFlow;
import dev.gatehouse.server.oauth.Provider;
import dev.gatehouse.server.oauth.bearer.AccessTokenId;
import dev.gatehouse.testkit.Attack;
import dev.gatehouse.testkit.FormData;
import dev.gatehouse.testkit.UnverifiedJwt;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The token endpoint with authorization codes, on a real database. */
@Tag("database")
class CodeGrantTest {
  private final Provider provider = new Provider();
  private final CodeFlow flow = new CodeFlow(provider);

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void redeem_goodCode_issuesTokensWithEveryClaim() throws Refusal {
    Map<String, ?> response = flow.tokens("web", "openid profile email");

    assertThat(response.get("token_type")).isEqualTo("Bearer");
    assertThat(response.get("expires_in")).isEqualTo(900L);
    assertThat(response.get("scope")).isEqualTo("openid profile email");
    assertThat(CodeFlow.text(response, "refresh_token")).startsWith("ghr_");
    UnverifiedJwt access = UnverifiedJwt.of(CodeFlow.text(response, "access_token"));
    assertThat(access.header().get("typ").stringValue()).isEqualTo("at+jwt");
    assertThat(access.header().get("alg").stringValue()).isEqualTo("ES256");
    assertThat(access.claim("iss")).isEqualTo(SampleRealm.SITE.issuer());
    assertThat(access.claim("sub")).isEqualTo(provider.person.toString());
    assertThat(access.claim("tid")).isEqualTo(provider.tenant.toString());
    assertThat(access.claim("sid")).isEqualTo(provider.session.signedIn().id().toString());
    assertThat(access.claim("aud")).isEqualTo("https://api.sample.example");
    assertThat(access.claims().get("roles").toString()).isEqualTo("[\"member\",\"owner\"]");
    assertThat(AccessTokenId.parse(access.claim("jti"))).isPresent();
    assertThat(access.claims().propertyNames())
        .containsExactlyInAnyOrder(
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
    UnverifiedJwt id = UnverifiedJwt.of(CodeFlow.text(response, "id_token"));
    assertThat(id.header().get("alg").stringValue()).isEqualTo("RS256");
    assertThat(id.claim("aud")).isEqualTo("web");
    assertThat(id.claim("nonce")).isEqualTo("nonce-1");
    assertThat(id.claim("at_hash"))
        .isEqualTo(
            TokenIssuer.accessTokenHash(
                CodeFlow.text(response, "access_token"), SigningAlgorithm.RS256));
    assertThat(id.claim("name")).isEqualTo("Ada Lovelace");
    assertThat(id.claim("email")).isEqualTo("ada@acme.example");
    assertThat(provider.records())
        .extracting(AuditRecord::type)
        .containsExactly("code.issued", "token.issued");
  }

  @Test
  void redeem_twice_revokesWhatTheFirstGot() throws Refusal {
    FormData request = flow.codeRequest(flow.code("web", CodeFlow.REDIRECT_URI, "openid"));
    Map<String, ?> first = flow.token("web", request);
    assertThat(userInfo(first)).isEqualTo(Map.of("sub", provider.person.toString()));
    provider.clock.advance(Duration.ofSeconds(30));

    CodeFlow.refused(() -> flow.token("web", request), Reason.CODE_REPLAYED);

    CodeFlow.refused(() -> userInfo(first), Reason.ACCESS_TOKEN_REVOKED);
    CodeFlow.refused(
        () -> flow.refresh("web", CodeFlow.refreshToken(first)), Reason.REFRESH_REVOKED);
    AuditRecord replay =
        provider.records().stream()
            .filter(record -> record.reason().equals(Optional.of("code_replayed")))
            .findFirst()
            .orElseThrow();
    assertThat(replay.severity()).isEqualTo(Severity.HIGH);
  }

  @Test
  void redeem_byManyAtOnce_exactlyOneWinsAndLosesIt() throws Exception {
    FormData request = flow.codeRequest(flow.code("web", CodeFlow.REDIRECT_URI, "openid"));

    List<Object> outcomes = CodeFlow.atOnce(12, () -> flow.token("web", request));

    assertThat(outcomes).filteredOn(Map.class::isInstance).hasSize(1);
    assertThat(outcomes).filteredOn(Reason.CODE_REPLAYED::equals).hasSize(11);
    @SuppressWarnings("unchecked")
    var won = (Map<String, ?>) outcomes.stream().filter(Map.class::isInstance).findFirst().get();
    CodeFlow.refused(() -> userInfo(won), Reason.ACCESS_TOKEN_REVOKED);
  }

  @Test
  @Attack("O4")
  void redeem_byAnotherOrTooLateOrElsewhere_isInvalidGrant() throws Refusal {
    String one = flow.code("web", CodeFlow.REDIRECT_URI, "openid");
    CodeFlow.refused(
        () -> flow.token("web-graceless", flow.codeRequest(one)), Reason.CODE_OTHER_CLIENT);
    // and it is spent
    CodeFlow.refused(() -> flow.token("web", flow.codeRequest(one)), Reason.CODE_REPLAYED);

    String two = flow.code("web", CodeFlow.REDIRECT_URI, "openid");
    FormData public_ = flow.codeRequest(two).add("client_id", "spa");
    CodeFlow.refused(() -> flow.token("spa", public_), Reason.CODE_OTHER_CLIENT);

    String three = flow.code("web", CodeFlow.REDIRECT_URI, "openid");
    provider.clock.advance(Duration.ofSeconds(61));
    CodeFlow.refused(() -> flow.token("web", flow.codeRequest(three)), Reason.CODE_EXPIRED);

    String four = flow.code("web", CodeFlow.REDIRECT_URI, "openid");
    FormData elsewhere =
        flow.codeRequest(four).set("redirect_uri", "https://app.sample.example/q?a=b");
    CodeFlow.refused(() -> flow.token("web", elsewhere), Reason.CODE_REDIRECT_URI);
    for (Reason reason :
        List.of(Reason.CODE_OTHER_CLIENT, Reason.CODE_EXPIRED, Reason.CODE_REDIRECT_URI)) {
      assertThat(reason.code().wire()).isEqualTo("invalid_grant");
    }
  }

  @Test
  @Attack("O5")
  void redeem_pkce_isNeverGoneAround() throws Refusal {
    String one = flow.code("web", CodeFlow.REDIRECT_URI, "openid");
    CodeFlow.refused(
        () -> flow.token("web", flow.codeRequest(one).without("code_verifier")),
        Reason.PKCE_VERIFIER_MISSING);
    for (String verifier : List.of("a".repeat(42), "a".repeat(129), "a".repeat(43))) {
      String code = flow.code("web", CodeFlow.REDIRECT_URI, "openid");
      CodeFlow.refused(
          () -> flow.token("web", flow.codeRequest(code).set("code_verifier", verifier)),
          Reason.PKCE_VERIFIER_WRONG);
    }
    // a challenge that is absent, plain or empty, and a confidential client's too
    FormData request = flow.request("web", CodeFlow.REDIRECT_URI, "openid");
    CodeFlow.refused(
        () -> flow.authorize(request.without("code_challenge"), provider.session),
        Reason.PKCE_MISSING);
    CodeFlow.refused(
        () -> flow.authorize(request.set("code_challenge", ""), provider.session),
        Reason.PKCE_MISSING);
    CodeFlow.refused(
        () -> flow.authorize(request.set("code_challenge_method", "plain"), provider.session),
        Reason.PKCE_METHOD);
    // an exempt client's code has no challenge: a verifier betrays that one was taken away
    String uri = "https://exempt.sample.example/callback";
    FormData bare = flow.request("exempt", uri, "openid").without("code_challenge");
    flow.code("exempt", uri, "openid");
    String stripped =
        CodeFlow.query(flow.authorize(bare.without("code_challenge_method"), provider.session))
            .first("code")
            .orElseThrow();
    CodeFlow.refused(
        () -> flow.token("exempt", flow.codeRequest(stripped).set("redirect_uri", uri)),
        Reason.PKCE_VERIFIER_UNEXPECTED);
  }

  @Test
  void redeem_afterSignOutOrDisabling_isRefused() throws Refusal {
    String one = flow.code("web", CodeFlow.REDIRECT_URI, "openid");
    String two = flow.code("web", CodeFlow.REDIRECT_URI, "openid");
    provider.database.execute(
        "UPDATE gatehouse.principal SET status = 'disabled' WHERE principal_id = ?",
        provider.person.value());
    CodeFlow.refused(
        () -> flow.token("web", flow.codeRequest(one)), Reason.GRANT_PRINCIPAL_DISABLED);
    provider.database.execute("UPDATE gatehouse.principal SET status = 'active'");
    provider.database.in(
        provider.clock,
        provider.realm,
        provider.tenant,
        tx ->
            provider.sessions.end(
                tx, provider.person, provider.session.signedIn().id(), "signed_out"));
    CodeFlow.refused(() -> flow.token("web", flow.codeRequest(two)), Reason.GRANT_SESSION_ENDED);
  }

  @Test
  void redeem_unknownCode_isRecordedInTheRealmsLogWithItsClient() throws Refusal {
    String code = flow.code("web", CodeFlow.REDIRECT_URI, "openid");
    String other = code.substring(0, code.length() - 3) + "AAA";

    CodeFlow.refused(() -> flow.token("web", flow.codeRequest("garbage")), Reason.CODE_UNKNOWN);
    CodeFlow.refused(() -> flow.token("web", flow.codeRequest(other)), Reason.CODE_UNKNOWN);

    assertThat(provider.realmRecords())
        .filteredOn(record -> record.reason().equals(Optional.of("code_unknown")))
        .hasSize(2)
        .allSatisfy(record -> assertThat(record.client()).contains("web"));
  }

  @Test
  void authenticate_wrongly_isInvalidClientAndLeftToBeCounted() {
    FormData form = flow.codeRequest("x");
    FakeRequest wrong =
        FakeRequest.post(form.encode()).header("Authorization", CodeFlow.basic("web", "wrong"));
    FakeRequest unknown =
        FakeRequest.post(form.encode()).header("Authorization", CodeFlow.basic("nobody", "x"));

    CodeFlow.refused(
        () -> provider.endpoints.token().handle(wrong.at(SampleRealm.SITE)),
        Reason.CLIENT_SECRET_WRONG);
    CodeFlow.refused(
        () -> provider.endpoints.token().handle(unknown.at(SampleRealm.SITE)),
        Reason.CLIENT_UNKNOWN);
    CodeFlow.refused(
        () -> flow.token("web", form.add("client_id", "web")),
        Reason.CLIENT_AUTHENTICATION_MISSING);

    // anybody can send these, so none leaves a record of its own
    assertThat(provider.realmRecords())
        .noneMatch(record -> record.reason().orElse("").startsWith("client_"));
  }

  private Map<String, ?> userInfo(Map<String, ?> tokens) throws Refusal {
    Answer answer =
        provider
            .endpoints
            .userInfo()
            .handle(
                FakeRequest.get("")
                    .header("Authorization", "Bearer " + tokens.get("access_token"))
                    .at(SampleRealm.SITE));
    return ((Answer.Json) answer).value();
  }
}
