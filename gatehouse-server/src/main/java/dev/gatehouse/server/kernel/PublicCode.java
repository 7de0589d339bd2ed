package dev.gatehouse.server.kernel;

/**
 * The code of a refusal on the wire and its HTTP status. Codes of OAuth are those of RFC 6749
 * §4.1.2.1 and §5.2, RFC 6750 §3.1 and OpenID Connect Core §3.1.2.6 and their extensions, word for
 * word.
 */
public enum PublicCode {
  INVALID_REQUEST("invalid_request", 400),
  INVALID_CLIENT("invalid_client", 401),
  INVALID_GRANT("invalid_grant", 400),
  UNAUTHORIZED_CLIENT("unauthorized_client", 400),
  UNSUPPORTED_GRANT_TYPE("unsupported_grant_type", 400),
  UNSUPPORTED_RESPONSE_TYPE("unsupported_response_type", 400),
  INVALID_SCOPE("invalid_scope", 400),
  INVALID_TARGET("invalid_target", 400),
  INVALID_DPOP_PROOF("invalid_dpop_proof", 400),
  INVALID_TOKEN("invalid_token", 401),
  INSUFFICIENT_USER_AUTHENTICATION("insufficient_user_authentication", 401),
  INSUFFICIENT_SCOPE("insufficient_scope", 403),
  LOGIN_REQUIRED("login_required", 400),
  CONSENT_REQUIRED("consent_required", 400),
  INTERACTION_REQUIRED("interaction_required", 400),
  ACCOUNT_SELECTION_REQUIRED("account_selection_required", 400),
  UNMET_AUTHENTICATION_REQUIREMENTS("unmet_authentication_requirements", 400),
  REQUEST_NOT_SUPPORTED("request_not_supported", 400),
  INVALID_REQUEST_URI("invalid_request_uri", 400),
  REQUEST_URI_NOT_SUPPORTED("request_uri_not_supported", 400),
  REGISTRATION_NOT_SUPPORTED("registration_not_supported", 400),
  INVALID_REDIRECT_URI("invalid_redirect_uri", 400),
  INVALID_CLIENT_METADATA("invalid_client_metadata", 400),
  INVALID_SOFTWARE_STATEMENT("invalid_software_statement", 400),
  UNAPPROVED_SOFTWARE_STATEMENT("unapproved_software_statement", 400),
  ACCESS_DENIED("access_denied", 403),
  SIGN_IN_FAILED("sign_in_failed", 400),
  UNAUTHENTICATED("unauthenticated", 401),
  FORBIDDEN("forbidden", 403),
  CSRF("csrf", 403),
  NOT_FOUND("not_found", 404),
  METHOD_NOT_ALLOWED("method_not_allowed", 405),
  REQUEST_TIMEOUT("timeout", 408),
  CONFLICT("conflict", 409),
  PRECONDITION_FAILED("precondition_failed", 412),
  PAYLOAD_TOO_LARGE("payload_too_large", 413),
  UNSUPPORTED_MEDIA_TYPE("unsupported_media_type", 415),
  MISDIRECTED_REQUEST("misdirected_request", 421),
  IDEMPOTENCY_KEY_REUSED("idempotency_key_reused", 422),
  PRECONDITION_REQUIRED("precondition_required", 428),
  TOO_MANY_REQUESTS("too_many_requests", 429),
  HEADERS_TOO_LARGE("headers_too_large", 431),
  SERVER_ERROR("server_error", 500),
  UNAVAILABLE("temporarily_unavailable", 503);

  private final String wire;
  private final int status;

  PublicCode(String wire, int status) {
    this.wire = wire;
    this.status = status;
  }

  /** The code as it goes on the wire. */
  public String wire() {
    return wire;
  }

  /** The HTTP status it is answered with, where the protocol of the endpoint says no other. */
  public int status() {
    return status;
  }
}
