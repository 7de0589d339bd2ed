package dev.gatehouse.server.oauth.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.client.SampleRealm;
import dev.gatehouse.server.client.VerifiedRedirectUri;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.http.FormDecoder;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.grant.GrantedClaims;
import dev.gatehouse.server.oauth.grant.Scopes;
import dev.gatehouse.server.oauth.rule.AuthorizationParameters;
import dev.gatehouse.server.oauth.rule.ClaimsRequest;
import dev.gatehouse.server.oauth.rule.ResponseMode;
import dev.gatehouse.server.realm.Client;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One row a sentence of the specifications. */
class AuthorizationRequestTest {
  /** RFC 7636 Appendix B. */
  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  private static final String BASE =
      "response_type=code&client_id=x&scope=openid&code_challenge_method=S256&code_challenge="
          + CHALLENGE;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "web       | response_type=token | RESPONSE_TYPE_UNSUPPORTED",
        "web       | response_type=id_token%20token | RESPONSE_TYPE_UNSUPPORTED",
        "web       | response_type=Code | RESPONSE_TYPE_UNSUPPORTED",
        "web       | response_type= | PARAMETER_MISSING",
        "web       | response_mode=form_post.jwt | RESPONSE_MODE_UNSUPPORTED",
        "web       | response_mode=query.jwt | RESPONSE_MODE_UNSUPPORTED",
        "web       | response_mode=jwt | RESPONSE_MODE_UNSUPPORTED",
        "web       | response_mode=Query | RESPONSE_MODE_UNSUPPORTED",
        "web       | response_mode=web_message | RESPONSE_MODE_UNSUPPORTED",
        "native    | response_mode=form_post&redirect_uri=com.sample.app:/cb | RESPONSE_MODE_UNSUPPORTED",
        "web       | request=x | REQUEST_OBJECT_UNSUPPORTED",
        "web       | request_uri=https://canary.example/x | REQUEST_URI_UNSUPPORTED",
        "web       | registration=x | REGISTRATION_UNSUPPORTED",
        "web       | scope= | SCOPE_MISSING",
        "web       | scope=nothing-known | SCOPE_MISSING",
        "web-graceless | scope=openid%20email | SCOPE_UNKNOWN",
        "web       | scope=openid%20%20email | PARAMETER_INVALID",
        "web       | scope=openid%22 | PARAMETER_INVALID",
        "web       | code_challenge= | PKCE_MISSING",
        "web       | code_challenge_method=plain | PKCE_METHOD",
        "web       | code_challenge_method= | PKCE_METHOD",
        "web       | code_challenge_method=s256 | PKCE_METHOD",
        "web       | code_challenge=short | PKCE_CHALLENGE",
        "web       | code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM= | PKCE_CHALLENGE",
        "web       | code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw.cM | PKCE_CHALLENGE",
        "exempt    | code_challenge= | PKCE_MISSING",
        "exempt    | code_challenge_method=plain | PKCE_METHOD",
        "spa       | code_challenge= | PKCE_MISSING",
        "web       | prompt=none%20login | PARAMETER_INVALID",
        "web       | prompt=create | PARAMETER_INVALID",
        "web       | prompt=login%20%20consent | PARAMETER_INVALID",
        "web       | prompt=none%20select_account | PARAMETER_INVALID",
        "web       | claims=x | PARAMETER_INVALID",
        "web       | claims=[] | PARAMETER_INVALID",
        "web       | claims={\"userinfo\":[]} | PARAMETER_INVALID",
        "web       | claims={\"userinfo\":{\"name\":1}} | PARAMETER_INVALID",
        "web       | claims={\"userinfo\":{\"x\":{\"essential\":\"yes\"}}} | PARAMETER_INVALID",
        "web       | claims={\"userinfo\":{\"x\":{\"values\":\"yes\"}}} | PARAMETER_INVALID",
        "web       | claims={\"userinfo\":{},\"userinfo\":{}} | PARAMETER_INVALID",
        "web       | claims={}x | PARAMETER_INVALID",
        "web       | claims={\"id_token\":{\"acr\":{\"essential\":true,\"value\":\"aal9\"}}} | ACR_UNMET",
        "web       | max_age=-1 | PARAMETER_INVALID",
        "web       | max_age=1.5 | PARAMETER_INVALID",
        "web       | max_age=99999999999 | PARAMETER_INVALID",
        "web       | state=%00 | MALFORMED_REQUEST",
        "web       | state=%0d%0a | PARAMETER_INVALID",
        "web       | state=%C3%BC | PARAMETER_INVALID"
      })
  void verify_brokenRule_refuses(String client, String change, Reason reason) {
    assertThatThrownBy(() -> verify(client, change))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }

  @ParameterizedTest
  @CsvSource({"state, 512, 513", "nonce, 512, 513", "login_hint, 320, 321", "acr_values, 512, 513"})
  void verify_length_isBounded(String name, int longest, int tooLong) throws Refusal {
    assertThat(verify("web", name + "=" + "x".repeat(longest)).parameters().find(name)).isPresent();
    assertThatThrownBy(() -> verify("web", name + "=" + "x".repeat(tooLong)))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.PARAMETER_TOO_LONG));
  }

  @Test
  void verify_manyScopes_refusesBeforeReadingThem() {
    assertThatThrownBy(() -> verify("web", "scope=" + "a+".repeat(4000) + "a"))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.PARAMETER_TOO_LONG));
  }

  @Test
  void verify_unknownParametersAndScopes_areIgnored() throws Refusal {
    AuthorizationRequest request = verify("web", "scope=openid%20unheard-of&display=popup");

    assertThat(request.scopes()).isEqualTo(Scopes.parse("openid"));
    assertThat(request.parameters().find("display")).isEmpty();
  }

  @Test
  void verify_claims_areThoseWeKnowAndTheClientMayHave() throws Refusal {
    String claims =
        "claims={\"userinfo\":{\"email\":null,\"website\":{\"essential\":true}},\"x\":{\"y\":1},"
            + "\"id_token\":{\"name\":null,\"acr\":{\"essential\":true,\"values\":[\"aal1\",7]}}}";
    ClaimsRequest all = verify("web", claims).claims();
    assertThat(all.userInfo()).containsExactly("email");
    assertThat(all.idToken()).containsExactly("name");
    assertThat(all.scopes().names()).containsExactly("email", "profile");
    assertThat(all.essentialAcr()).contains("aal1");
    // that client registered for openid alone
    ClaimsRequest none = verify("web-graceless", claims).claims();
    assertThat(none.granted()).isEqualTo(GrantedClaims.NONE);
    assertThat(verify("web", "scope=email&" + claims).claims()).isEqualTo(ClaimsRequest.NONE);
  }

  @Test
  void verify_claims_areBounded() {
    String deep = "{\"userinfo\":{\"x\":{\"values\":" + "[".repeat(8) + "]".repeat(8) + "}}}";
    String many =
        IntStream.range(0, 65)
            .mapToObj(i -> "\"c" + i + "\":null")
            .collect(Collectors.joining(",", "{\"userinfo\":{", "}}"));
    for (String text : List.of(deep, many)) {
      assertThatThrownBy(() -> verify("web", "claims=" + text))
          .isInstanceOfSatisfying(
              Refusal.class,
              refusal -> assertThat(refusal.reason()).isEqualTo(Reason.PARAMETER_INVALID));
    }
    assertThatThrownBy(() -> verify("web", "claims={\"x\":\"" + "y".repeat(4090) + "\"}"))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.PARAMETER_TOO_LONG));
  }

  @Test
  void verify_exemptConfidentialClient_needsNoChallenge() throws Refusal {
    AuthorizationRequest request = verify("exempt", "code_challenge=&code_challenge_method=");

    assertThat(request.codeChallenge()).isEmpty();
  }

  @Test
  void answer_stateWithParameters_staysOneValue() throws Refusal {
    AuthorizationRequest request = verify("web", "state=a%26code%3Devil");
    var answer = answer(request.redirectUri(), request.parameters().find("state"));

    assertThat(location(answer.code("c")))
        .isEqualTo(
            "https://app.sample.example/callback?code=c&state=a%26code%3Devil&iss=https%3A%2F%2Fiss");
  }

  @Test
  void answer_registeredQuery_stays() throws Refusal {
    var uri =
        VerifiedRedirectUri.of(
            SampleRealm.client("web"), Optional.of("https://app.sample.example/q?a=b"));
    var answer = answer(uri, Optional.of("bad\r\nstate"));

    assertThat(location(answer.error(Refusal.of(Reason.CSRF_FAILED))))
        .startsWith("https://app.sample.example/q?a=b&error=invalid_request&error_description=")
        .endsWith("&iss=https%3A%2F%2Fiss")
        .doesNotContain("state=");
  }

  private static AuthorizationAnswer answer(VerifiedRedirectUri uri, Optional<String> state) {
    return new AuthorizationAnswer(
        uri,
        state,
        "https://iss",
        (to, parameters) -> new Answer.SeeOther(ResponseMode.query(to.text(), parameters)));
  }

  private static String location(Answer answer) {
    return ((Answer.SeeOther) answer).location().toString();
  }

  static AuthorizationRequest verify(String clientId, String change) throws Refusal {
    Client client = SampleRealm.client(clientId);
    var changes = AuthorizationParameters.of(FormDecoder.decode(change, 8192));
    var parameters = AuthorizationParameters.of(FormDecoder.decode(BASE, 8192));
    for (String pair : change.split("&", -1)) {
      String name = pair.substring(0, pair.indexOf('='));
      parameters = parameters.with(name, changes.find(name).orElse(""));
    }
    // an empty value counts as absent (RFC 6749 §3.1)
    var present = new HashMap<>(parameters.values());
    present.values().removeIf(String::isEmpty);
    return AuthorizationRequest.verify(
        new AuthorizationParameters(present),
        SampleRealm.realm(),
        client,
        VerifiedRedirectUri.of(client, Optional.of(client.redirectUris().getFirst().toString())));
  }
}
