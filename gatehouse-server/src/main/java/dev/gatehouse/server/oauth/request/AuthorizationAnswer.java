package dev.gatehouse.server.oauth.request;

import dev.gatehouse.server.client.VerifiedRedirectUri;
import dev.gatehouse.server.http.Answer;
import dev.gatehouse.server.kernel.PublicCode;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.oauth.rule.CheckState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The answer to an authorization request (RFC 6749 §4.1.2), with the issuer on each so that a
 * client knows who answers (RFC 9207 §2).
 *
 * @param state of the request; left out when it is not fit to be sent back
 * @param carrier how it travels
 */
record AuthorizationAnswer(
    VerifiedRedirectUri redirectUri, Optional<String> state, String issuer, Carrier carrier) {
  /** Takes the parameters of an answer to the redirect address. */
  @FunctionalInterface
  interface Carrier {
    Answer carry(VerifiedRedirectUri redirectUri, Map<String, String> parameters);
  }

  AuthorizationAnswer {
    state = state.filter(CheckState::isGood);
  }

  /** RFC 6749 §4.1.2. */
  Answer code(String code) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("code", code);
    return carried(parameters);
  }

  /** RFC 6749 §4.1.2.1. */
  Answer error(Refusal refusal) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("error", errorCode(refusal.code()));
    // RFC 6749 §4.1.2.1: neither quotes nor backslashes
    parameters.put("error_description", refusal.publicMessage().replace('"', '\''));
    return carried(parameters);
  }

  /** Codes that are no OAuth ones become the nearest that is. */
  private static String errorCode(PublicCode code) {
    return switch (code) {
      case INVALID_REQUEST,
          UNAUTHORIZED_CLIENT,
          ACCESS_DENIED,
          UNSUPPORTED_RESPONSE_TYPE,
          INVALID_SCOPE,
          SERVER_ERROR,
          UNAVAILABLE,
          INTERACTION_REQUIRED,
          LOGIN_REQUIRED,
          ACCOUNT_SELECTION_REQUIRED,
          CONSENT_REQUIRED,
          UNMET_AUTHENTICATION_REQUIREMENTS,
          INVALID_TARGET,
          REQUEST_NOT_SUPPORTED,
          REQUEST_URI_NOT_SUPPORTED,
          REGISTRATION_NOT_SUPPORTED ->
          code.wire();
      case TOO_MANY_REQUESTS -> PublicCode.UNAVAILABLE.wire();
      case FORBIDDEN -> PublicCode.ACCESS_DENIED.wire();
      default -> PublicCode.INVALID_REQUEST.wire();
    };
  }

  private Answer carried(Map<String, String> parameters) {
    state.ifPresent(value -> parameters.put("state", value));
    parameters.put("iss", issuer);
    return carrier.carry(redirectUri, parameters);
  }
}
