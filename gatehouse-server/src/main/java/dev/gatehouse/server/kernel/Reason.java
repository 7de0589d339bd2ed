package dev.gatehouse.server.kernel;

import java.util.Locale;

/**
 * Why something was refused. The id is stable and private: records and logs carry it, answers carry
 * only the code and the message. One row a reason; {@code docs/errors.md} is generated from here.
 *
 * <p>Message grammar: lower case start, no full stop, what to do next.
 */
public enum Reason {
  // the request itself
  MALFORMED_REQUEST(
      PublicCode.INVALID_REQUEST,
      "the request is malformed; check its encoding and syntax",
      Recording.COUNTED),
  PARAMETER_MISSING(
      PublicCode.INVALID_REQUEST, "a required parameter is missing; add it", Recording.COUNTED),
  PARAMETER_REPEATED(
      PublicCode.INVALID_REQUEST, "a parameter is repeated; send it once", Recording.COUNTED),
  PARAMETER_UNKNOWN(
      PublicCode.INVALID_REQUEST, "a field is not known here; remove it", Recording.COUNTED),
  PARAMETER_TOO_LONG(
      PublicCode.INVALID_REQUEST, "a parameter is too long; shorten it", Recording.COUNTED),
  PARAMETER_INVALID(
      PublicCode.INVALID_REQUEST, "a parameter has a value that is not allowed", Recording.COUNTED),
  TOKEN_IN_QUERY(
      PublicCode.INVALID_REQUEST,
      "tokens are not taken from the address; use the authorization header",
      Recording.COUNTED),
  TOKEN_IN_FORM(
      PublicCode.INVALID_REQUEST,
      "tokens are not taken from the body; use the authorization header",
      Recording.COUNTED),
  ROUTE_UNKNOWN(PublicCode.NOT_FOUND, "there is nothing at this address", Recording.COUNTED),
  METHOD_UNKNOWN(
      PublicCode.METHOD_NOT_ALLOWED, "this address does not take this method", Recording.COUNTED),
  HOST_UNKNOWN(
      PublicCode.MISDIRECTED_REQUEST,
      "this server does not answer for that host",
      Recording.COUNTED),
  BODY_TOO_LARGE(
      PublicCode.PAYLOAD_TOO_LARGE, "the body is too large; send less", Recording.COUNTED),
  BODY_TOO_SLOW(
      PublicCode.REQUEST_TIMEOUT,
      "the request took too long to arrive; send it again",
      Recording.COUNTED),
  CONTENT_TYPE_WRONG(
      PublicCode.UNSUPPORTED_MEDIA_TYPE, "the content type is not taken here", Recording.COUNTED),
  CSRF_FAILED(
      PublicCode.CSRF,
      "this form is not yours or is too old; open the page again and retry",
      Recording.COUNTED),
  CROSS_SITE(
      PublicCode.CSRF,
      "this request came from another site; open the page here and retry",
      Recording.COUNTED),
  CHANGED_MEANWHILE(
      PublicCode.CONFLICT,
      "somebody changed this at the same time; look and retry",
      Recording.EACH),
  DATABASE_UNAVAILABLE(
      PublicCode.UNAVAILABLE,
      "the service cannot answer now; try again in a moment",
      Recording.NONE),
  WALL_BROKEN(
      PublicCode.UNAVAILABLE,
      "the service cannot answer now; try again in a moment",
      Recording.NONE),
  OVERLOADED(
      PublicCode.UNAVAILABLE, "the service is busy; try again in a moment", Recording.COUNTED),
  UNEXPECTED(
      PublicCode.SERVER_ERROR,
      "something went wrong here; try again or name the request id",
      Recording.NONE),

  // people
  ADDRESS_UNKNOWN(PublicCode.SIGN_IN_FAILED, Reason.SIGN_IN, Recording.EACH),
  ORGANISATION_UNKNOWN(PublicCode.SIGN_IN_FAILED, Reason.SIGN_IN, Recording.EACH),
  PASSWORD_WRONG(PublicCode.SIGN_IN_FAILED, Reason.SIGN_IN, Recording.EACH),
  PASSWORD_ABSENT(PublicCode.SIGN_IN_FAILED, Reason.SIGN_IN, Recording.EACH),
  ACCOUNT_LOCKED(PublicCode.SIGN_IN_FAILED, Reason.SIGN_IN, Recording.EACH),
  ACCOUNT_DISABLED(PublicCode.SIGN_IN_FAILED, Reason.SIGN_IN, Recording.EACH),
  ADDRESS_UNVERIFIED(PublicCode.SIGN_IN_FAILED, Reason.SIGN_IN, Recording.EACH),
  TENANT_SUSPENDED(PublicCode.SIGN_IN_FAILED, Reason.SIGN_IN, Recording.EACH),
  SIGN_UP_CLOSED(
      PublicCode.FORBIDDEN, "sign-up is closed here; ask for an invitation", Recording.COUNTED),
  PASSWORD_REJECTED(
      PublicCode.INVALID_REQUEST, "this password is not accepted; choose another", Recording.NONE),
  FORM_INVALID(
      PublicCode.INVALID_REQUEST,
      "some fields need attention; correct them and send again",
      Recording.NONE),
  MAIL_BUDGET_SPENT(
      PublicCode.TOO_MANY_REQUESTS,
      "too many mails were asked for; wait before asking again",
      Recording.COUNTED),
  LINK_UNKNOWN(PublicCode.INVALID_REQUEST, Reason.LINK, Recording.COUNTED),
  LINK_EXPIRED(PublicCode.INVALID_REQUEST, Reason.LINK, Recording.EACH),
  LINK_USED(PublicCode.INVALID_REQUEST, Reason.LINK, Recording.EACH),
  LINK_SUPERSEDED(PublicCode.INVALID_REQUEST, Reason.LINK, Recording.EACH),
  OPERATOR_EXISTS(PublicCode.INVALID_REQUEST, Reason.LINK, Recording.EACH),
  ADDRESS_TAKEN(PublicCode.INVALID_REQUEST, Reason.LINK, Recording.EACH),

  // members of an organisation
  MEMBER_UNKNOWN(PublicCode.NOT_FOUND, "there is no such member", Recording.EACH),
  MEMBER_EXISTS(PublicCode.CONFLICT, "a member has this address already", Recording.EACH),
  MEMBER_ABOVE(
      PublicCode.FORBIDDEN, "this member holds more than you; ask an owner", Recording.EACH),
  ROLE_ABOVE(PublicCode.FORBIDDEN, "you can't give what you don't hold", Recording.EACH),
  ROLE_UNKNOWN(PublicCode.INVALID_REQUEST, "there is no such role here", Recording.EACH),
  ROLE_TAKEN(PublicCode.CONFLICT, "a role has this name already", Recording.EACH),
  OWNER_LAST(
      PublicCode.CONFLICT,
      "an organisation keeps an owner; make somebody else one first",
      Recording.EACH),
  TENANT_UNKNOWN(PublicCode.NOT_FOUND, "there is no such organisation", Recording.EACH),
  TENANT_STATE(PublicCode.CONFLICT, "the organisation is not in that state", Recording.EACH),
  INVITATION_UNKNOWN(PublicCode.NOT_FOUND, "there is no such invitation", Recording.EACH),

  // sessions and journeys
  SESSION_ABSENT(PublicCode.UNAUTHENTICATED, "sign in first", Recording.NONE),
  SESSION_ENDED(
      PublicCode.UNAUTHENTICATED, "this session has ended; sign in again", Recording.NONE),
  SESSION_UNKNOWN(PublicCode.NOT_FOUND, "there is no such session", Recording.EACH),
  APPLICATION_UNKNOWN(
      PublicCode.NOT_FOUND, "this application has no access to your data", Recording.EACH),
  JOURNEY_UNKNOWN(
      PublicCode.INVALID_REQUEST,
      "this sign-in is too old or began in another browser; start again",
      Recording.COUNTED),
  JOURNEY_STEP(
      PublicCode.INVALID_REQUEST, "this step is not due; start again", Recording.AUTHENTICATED),
  REAUTHENTICATION_FAILED(
      PublicCode.SIGN_IN_FAILED, "the current password is not right; try again", Recording.EACH),

  // clients
  CLIENT_UNKNOWN(PublicCode.INVALID_CLIENT, Reason.CLIENT, Recording.COUNTED),
  CLIENT_SECRET_WRONG(PublicCode.INVALID_CLIENT, Reason.CLIENT, Recording.COUNTED),
  CLIENT_AUTHENTICATION_MISSING(PublicCode.INVALID_CLIENT, Reason.CLIENT, Recording.COUNTED),
  CLIENT_AUTHENTICATION_METHOD(PublicCode.INVALID_CLIENT, Reason.CLIENT, Recording.COUNTED),
  CLIENT_AUTHENTICATION_REPEATED(
      PublicCode.INVALID_REQUEST,
      "more than one client authentication is sent; use one",
      Recording.COUNTED),
  CLIENT_ASSERTION_INVALID(PublicCode.INVALID_CLIENT, Reason.CLIENT, Recording.COUNTED),
  CLIENT_ASSERTION_REPLAYED(PublicCode.INVALID_CLIENT, Reason.CLIENT, Recording.COUNTED),
  GRANT_TYPE_UNKNOWN(
      PublicCode.UNSUPPORTED_GRANT_TYPE, "this grant type is not supported", Recording.COUNTED),
  GRANT_TYPE_NOT_ALLOWED(
      PublicCode.UNAUTHORIZED_CLIENT,
      "this client may not use this grant type",
      Recording.AUTHENTICATED),

  // authorization requests
  AUTHORIZE_CLIENT_UNKNOWN(
      PublicCode.INVALID_REQUEST,
      "the application is not known here; go back and tell its makers",
      Recording.COUNTED),
  REDIRECT_URI_MISMATCH(
      PublicCode.INVALID_REQUEST,
      "the application asked for a return address that it did not register; go back and tell its makers",
      Recording.COUNTED),
  RESPONSE_TYPE_UNSUPPORTED(
      PublicCode.UNSUPPORTED_RESPONSE_TYPE,
      "only response_type=code is supported",
      Recording.COUNTED),
  RESPONSE_MODE_UNSUPPORTED(
      PublicCode.INVALID_REQUEST, "this response_mode is not supported", Recording.COUNTED),
  PKCE_MISSING(
      PublicCode.INVALID_REQUEST,
      "code_challenge is required; use PKCE with S256",
      Recording.COUNTED),
  PKCE_METHOD(PublicCode.INVALID_REQUEST, "code_challenge_method must be S256", Recording.COUNTED),
  PKCE_CHALLENGE(
      PublicCode.INVALID_REQUEST,
      "code_challenge must be 43 characters of base64url",
      Recording.COUNTED),
  SCOPE_UNKNOWN(
      PublicCode.INVALID_SCOPE,
      "a requested scope is not available to this client",
      Recording.AUTHENTICATED),
  SCOPE_MISSING(
      PublicCode.INVALID_SCOPE,
      "no known scope is requested; name at least one, such as openid",
      Recording.COUNTED),
  REQUEST_OBJECT_UNSUPPORTED(
      PublicCode.REQUEST_NOT_SUPPORTED, "request objects are not supported", Recording.COUNTED),
  REQUEST_URI_UNSUPPORTED(
      PublicCode.REQUEST_URI_NOT_SUPPORTED, "request_uri is not supported", Recording.COUNTED),
  REQUEST_URI_PUSHED(
      PublicCode.INVALID_REQUEST,
      "request_uri can't be pushed; push the parameters themselves",
      Recording.COUNTED),
  REQUEST_NOT_PUSHED(
      PublicCode.INVALID_REQUEST,
      "this client pushes its requests first; send this one to the pushed authorization request endpoint",
      Recording.COUNTED),
  POSTED_REQUEST_UNKNOWN(
      PublicCode.INVALID_REQUEST,
      "this request was used already or is too old; go back to the application and start again",
      Recording.COUNTED),
  PUSHED_REQUEST_UNKNOWN(
      PublicCode.INVALID_REQUEST_URI,
      "this request is too old or was used before; go back to the application and start again",
      Recording.COUNTED),
  REGISTRATION_UNSUPPORTED(
      PublicCode.REGISTRATION_NOT_SUPPORTED,
      "registration in the request is not supported",
      Recording.COUNTED),
  SIGN_IN_REQUIRED(
      PublicCode.LOGIN_REQUIRED, "nobody is signed in; ask without prompt=none", Recording.COUNTED),
  HINT_INVALID(
      PublicCode.INVALID_REQUEST,
      "the id_token_hint is no ID token that this client got here; send one or none",
      Recording.COUNTED),
  HINT_OTHER_PERSON(
      PublicCode.LOGIN_REQUIRED,
      "somebody else signed in than the request names; ask without the hint",
      Recording.EACH),
  ACR_UNMET(
      PublicCode.UNMET_AUTHENTICATION_REQUIREMENTS,
      "no sign-in here reaches a required acr; ask for one of acr_values_supported",
      Recording.COUNTED),
  CONSENT_NEEDED(
      PublicCode.CONSENT_REQUIRED,
      "consent is not given yet; ask without prompt=none",
      Recording.EACH),
  CONSENT_DENIED(PublicCode.ACCESS_DENIED, "the person did not allow it", Recording.EACH),

  // registration
  REGISTRATION_OFF(
      PublicCode.FORBIDDEN,
      "applications don't register here by themselves; ask its operators",
      Recording.COUNTED),
  REGISTRATION_TOKEN_INVALID(
      PublicCode.INVALID_TOKEN,
      "this token is good for no registration here; ask for a new one",
      Recording.COUNTED),
  REGISTRATION_REDIRECT_URI(
      PublicCode.INVALID_REDIRECT_URI,
      "a redirect address is not allowed here; name hosts that are",
      Recording.COUNTED),
  REGISTRATION_METADATA(
      PublicCode.INVALID_CLIENT_METADATA,
      "a member has a value that is not allowed here; change it",
      Recording.COUNTED),
  SOFTWARE_STATEMENT_INVALID(
      PublicCode.INVALID_SOFTWARE_STATEMENT,
      "the software statement can't be read; leave it out",
      Recording.COUNTED),
  SOFTWARE_STATEMENT_UNAPPROVED(
      PublicCode.UNAPPROVED_SOFTWARE_STATEMENT,
      "software statements are not accepted here; leave it out",
      Recording.COUNTED),

  // logout requests
  LOGOUT_HINT_INVALID(
      PublicCode.INVALID_REQUEST,
      "the id_token_hint is no ID token of this provider; send the one it issued",
      Recording.COUNTED),
  LOGOUT_CLIENT_OTHER(
      PublicCode.INVALID_REQUEST,
      "client_id and id_token_hint name different applications; send one of them",
      Recording.COUNTED),
  LOGOUT_CLIENT_MISSING(
      PublicCode.INVALID_REQUEST,
      "post_logout_redirect_uri needs id_token_hint or client_id; add one",
      Recording.COUNTED),
  LOGOUT_REDIRECT_URI(
      PublicCode.INVALID_REQUEST,
      "the post_logout_redirect_uri is not registered; send one that is",
      Recording.COUNTED),

  // grants
  CODE_UNKNOWN(PublicCode.INVALID_GRANT, Reason.CODE, Recording.AUTHENTICATED),
  CODE_EXPIRED(PublicCode.INVALID_GRANT, Reason.CODE, Recording.EACH),
  CODE_REPLAYED(PublicCode.INVALID_GRANT, Reason.CODE, Recording.EACH),
  CODE_OTHER_CLIENT(PublicCode.INVALID_GRANT, Reason.CODE, Recording.EACH),
  CODE_REDIRECT_URI(PublicCode.INVALID_GRANT, Reason.CODE, Recording.EACH),
  PKCE_VERIFIER_MISSING(PublicCode.INVALID_GRANT, Reason.CODE, Recording.EACH),
  PKCE_VERIFIER_WRONG(PublicCode.INVALID_GRANT, Reason.CODE, Recording.EACH),
  PKCE_VERIFIER_UNEXPECTED(PublicCode.INVALID_GRANT, Reason.CODE, Recording.EACH),
  REFRESH_UNKNOWN(PublicCode.INVALID_GRANT, Reason.REFRESH, Recording.AUTHENTICATED),
  REFRESH_EXPIRED(PublicCode.INVALID_GRANT, Reason.REFRESH, Recording.EACH),
  REFRESH_REUSED(PublicCode.INVALID_GRANT, Reason.REFRESH, Recording.EACH),
  REFRESH_REVOKED(PublicCode.INVALID_GRANT, Reason.REFRESH, Recording.EACH),
  REFRESH_OTHER_CLIENT(PublicCode.INVALID_GRANT, Reason.REFRESH, Recording.EACH),
  REFRESH_COOKIE_ABSENT(PublicCode.INVALID_GRANT, Reason.REFRESH, Recording.COUNTED),
  REFRESH_IN_FORM(
      PublicCode.INVALID_REQUEST,
      "this client's refresh token is in its cookie; leave refresh_token out",
      Recording.COUNTED),
  ORIGIN_NOT_REGISTERED(
      PublicCode.INVALID_REQUEST,
      "this client's tokens are for its own pages; call from an origin it registered",
      Recording.COUNTED),
  REFRESH_SCOPE(
      PublicCode.INVALID_SCOPE,
      "the scope is wider than what was granted; ask for less",
      Recording.EACH),
  GRANT_SESSION_ENDED(
      PublicCode.INVALID_GRANT,
      "the sign-in behind this grant has ended; sign in again",
      Recording.EACH),
  GRANT_PRINCIPAL_DISABLED(
      PublicCode.INVALID_GRANT,
      "the sign-in behind this grant has ended; sign in again",
      Recording.EACH),
  TENANT_MISSING(
      PublicCode.INVALID_REQUEST,
      "name the tenant to act in; add the parameter tenant",
      Recording.EACH),
  TENANT_NOT_GRANTED(
      PublicCode.UNAUTHORIZED_CLIENT,
      "this client may do nothing in that tenant; ask its administrators for a role",
      Recording.EACH),
  DPOP_PROOF_INVALID(PublicCode.INVALID_DPOP_PROOF, Reason.DPOP, Recording.AUTHENTICATED),
  DPOP_PROOF_REPLAYED(PublicCode.INVALID_DPOP_PROOF, Reason.DPOP, Recording.AUTHENTICATED),
  DPOP_PROOF_MISSING(
      PublicCode.INVALID_DPOP_PROOF, "a DPoP proof is required; send one", Recording.AUTHENTICATED),
  DPOP_KEY_OTHER(
      PublicCode.INVALID_GRANT, "this is bound to another key; prove that one", Recording.EACH),
  RESOURCE_UNKNOWN(
      PublicCode.INVALID_TARGET,
      "this client may not ask for that resource",
      Recording.AUTHENTICATED),
  RESOURCE_NOT_GRANTED(
      PublicCode.INVALID_TARGET,
      "that resource is not among those granted; ask for less",
      Recording.EACH),
  REVOKE_OTHER_CLIENT(
      PublicCode.UNAUTHORIZED_CLIENT, "this token was issued to another client", Recording.EACH),

  // access tokens
  ACCESS_TOKEN_MISSING(
      PublicCode.INVALID_TOKEN,
      "an access token is required; send it in the authorization header",
      Recording.COUNTED),
  ACCESS_TOKEN_INVALID(
      PublicCode.INVALID_TOKEN, "the access token is not valid here", Recording.COUNTED),
  ACCESS_TOKEN_EXPIRED(
      PublicCode.INVALID_TOKEN, "the access token has expired; refresh it", Recording.COUNTED),
  ACCESS_TOKEN_REVOKED(
      PublicCode.INVALID_TOKEN, "the access token is not valid here", Recording.EACH),
  AUTHENTICATION_INSUFFICIENT(
      PublicCode.INSUFFICIENT_USER_AUTHENTICATION,
      "the sign-in behind the access token is too old or not good enough; have the person sign in again",
      Recording.EACH),
  OPENID_SCOPE_MISSING(
      PublicCode.INSUFFICIENT_SCOPE, "the access token lacks the scope openid", Recording.EACH);

  private static final String SIGN_IN =
      "the address or the password is not right, or the address is not confirmed yet";
  private static final String LINK = "this link is not valid any more; ask for a new one";
  private static final String CLIENT = "client authentication failed";
  private static final String CODE = "the code is not valid; start a new sign-in";
  private static final String DPOP = "the DPoP proof is not valid for this request; make a new one";
  private static final String REFRESH = "the refresh token is not valid; sign in again";

  private final PublicCode code;
  private final String publicMessage;
  private final Recording recording;

  Reason(PublicCode code, String publicMessage, Recording recording) {
    this.code = code;
    this.publicMessage = publicMessage;
    this.recording = recording;
  }

  /** The stable id, such as {@code code_replayed}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  public PublicCode code() {
    return code;
  }

  public String publicMessage() {
    return publicMessage;
  }

  public Recording recording() {
    return recording;
  }
}
