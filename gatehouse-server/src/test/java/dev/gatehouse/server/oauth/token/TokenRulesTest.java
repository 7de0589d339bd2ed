package dev.gatehouse.server.oauth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.server.http.FormDecoder;
import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.kernel.SessionId;
import dev.gatehouse.server.oauth.code.AuthorizationCode;
import dev.gatehouse.server.oauth.code.Pkce;
import dev.gatehouse.server.oauth.grant.Confinement;
import dev.gatehouse.server.oauth.grant.GrantedClaims;
import dev.gatehouse.server.oauth.grant.Scopes;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenRulesTest {
  /** RFC 7636 Appendix B. */
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  @Test
  void verifier_ofAppendixB_matches() {
    assertThat(Pkce.matches(CHALLENGE, VERIFIER)).isTrue();
    assertThatCode(
            () -> CheckCodeVerifier.check(code(Optional.of(CHALLENGE)), Optional.of(VERIFIER)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 42, 129, 1000})
  void verifier_ofWrongLength_isRefused(int length) {
    // also when the challenge was made from it
    String verifier = "a".repeat(length);
    String challenge = dev.gatehouse.testkit.Pkce.s256(verifier).challenge();

    refused(
        () -> CheckCodeVerifier.check(code(Optional.of(challenge)), Optional.of(verifier)),
        Reason.PKCE_VERIFIER_WRONG);
  }

  @ParameterizedTest
  @ValueSource(ints = {43, 128})
  void verifier_ofBoundaryLength_matches(int length) {
    String verifier = "~".repeat(length);
    String challenge = dev.gatehouse.testkit.Pkce.s256(verifier).challenge();

    assertThatCode(
            () -> CheckCodeVerifier.check(code(Optional.of(challenge)), Optional.of(verifier)))
        .doesNotThrowAnyException();
  }

  @Test
  void verifier_rules() {
    refused(
        () -> CheckCodeVerifier.check(code(Optional.of(CHALLENGE)), Optional.empty()),
        Reason.PKCE_VERIFIER_MISSING);
    refused(
        () -> CheckCodeVerifier.check(code(Optional.of(CHALLENGE)), Optional.of(CHALLENGE)),
        Reason.PKCE_VERIFIER_WRONG);
    refused(
        () -> CheckCodeVerifier.check(code(Optional.of(CHALLENGE)), Optional.of(VERIFIER + "=")),
        Reason.PKCE_VERIFIER_WRONG);
    refused(
        () -> CheckCodeVerifier.check(code(Optional.empty()), Optional.of(VERIFIER)),
        Reason.PKCE_VERIFIER_UNEXPECTED);
    assertThatCode(() -> CheckCodeVerifier.check(code(Optional.empty()), Optional.empty()))
        .doesNotThrowAnyException();
  }

  @Test
  void redirectUri_rules() {
    AuthorizationCode code = code(Optional.empty());
    assertThatCode(() -> CheckCodeRedirectUri.check(code, Optional.of("https://a/cb")))
        .doesNotThrowAnyException();
    refused(
        () -> CheckCodeRedirectUri.check(code, Optional.of("https://a/cb/")),
        Reason.CODE_REDIRECT_URI);
    refused(() -> CheckCodeRedirectUri.check(code, Optional.empty()), Reason.CODE_REDIRECT_URI);
  }

  @Test
  void client_rules() {
    refused(
        () -> CheckCodeClient.check(code(Optional.empty()), new ClientId("other")),
        Reason.CODE_OTHER_CLIENT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "grant_type=password&username=a | GRANT_TYPE_UNKNOWN",
        "grant_type=Authorization_code&code=a | GRANT_TYPE_UNKNOWN",
        "grant_type= | PARAMETER_MISSING",
        "code=a | PARAMETER_MISSING",
        "grant_type=authorization_code | PARAMETER_MISSING",
        "grant_type=refresh_token | PARAMETER_MISSING",
        "grant_type=refresh_token&refresh_token=a&scope=a++b | PARAMETER_INVALID"
      })
  void request_rules(String form, Reason reason) {
    refused(
        () -> TokenRequest.of(FormDecoder.decode(form, 8192), TokenRequest.RefreshTokenPlace.FORM),
        reason);
  }

  private static void refused(ThrowingCallable call, Reason reason) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }

  private static AuthorizationCode code(Optional<String> challenge) {
    return new AuthorizationCode(
        UUID.randomUUID(),
        UUID.randomUUID(),
        new AuthorizationCode.Holder(
            new ClientId("web"),
            new PrincipalId(UUID.randomUUID()),
            new SessionId(UUID.randomUUID())),
        "https://a/cb",
        Scopes.NONE,
        GrantedClaims.NONE,
        Optional.empty(),
        challenge,
        Confinement.NONE,
        0,
        Instant.EPOCH);
  }
}
