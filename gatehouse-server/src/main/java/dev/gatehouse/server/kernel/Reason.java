package dev.gatehouse.server.kernel;

import static dev.gatehouse.server.kernel.PublicCode.ACCESS_DENIED;
import static dev.gatehouse.server.kernel.PublicCode.CONFLICT;
import static dev.gatehouse.server.kernel.PublicCode.CONSENT_REQUIRED;
import static dev.gatehouse.server.kernel.PublicCode.CSRF;
import static dev.gatehouse.server.kernel.PublicCode.FORBIDDEN;
import static dev.gatehouse.server.kernel.PublicCode.INSUFFICIENT_SCOPE;
import static dev.gatehouse.server.kernel.PublicCode.INSUFFICIENT_USER_AUTHENTICATION;
import static dev.gatehouse.server.kernel.PublicCode.INVALID_CLIENT;
import static dev.gatehouse.server.kernel.PublicCode.INVALID_CLIENT_METADATA;
import static dev.gatehouse.server.kernel.PublicCode.INVALID_DPOP_PROOF;
import static dev.gatehouse.server.kernel.PublicCode.INVALID_GRANT;
import static dev.gatehouse.server.kernel.PublicCode.INVALID_REDIRECT_URI;
import static dev.gatehouse.server.kernel.PublicCode.INVALID_REQUEST;
import static dev.gatehouse.server.kernel.PublicCode.INVALID_REQUEST_URI;
import static dev.gatehouse.server.kernel.PublicCode.INVALID_SCOPE;
import static dev.gatehouse.server.kernel.PublicCode.INVALID_SOFTWARE_STATEMENT;
import static dev.gatehouse.server.kernel.PublicCode.INVALID_TARGET;
import static dev.gatehouse.server.kernel.PublicCode.INVALID_TOKEN;
import static dev.gatehouse.server.kernel.PublicCode.LOGIN_REQUIRED;
import static dev.gatehouse.server.kernel.PublicCode.METHOD_NOT_ALLOWED;
import static dev.gatehouse.server.kernel.PublicCode.MISDIRECTED_REQUEST;
import static dev.gatehouse.server.kernel.PublicCode.NOT_FOUND;
import static dev.gatehouse.server.kernel.PublicCode.PAYLOAD_TOO_LARGE;
import static dev.gatehouse.server.kernel.PublicCode.PRECONDITION_FAILED;
import static dev.gatehouse.server.kernel.PublicCode.PRECONDITION_REQUIRED;
import static dev.gatehouse.server.kernel.PublicCode.REGISTRATION_NOT_SUPPORTED;
import static dev.gatehouse.server.kernel.PublicCode.REQUEST_NOT_SUPPORTED;
import static dev.gatehouse.server.kernel.PublicCode.REQUEST_TIMEOUT;
import static dev.gatehouse.server.kernel.PublicCode.REQUEST_URI_NOT_SUPPORTED;
import static dev.gatehouse.server.kernel.PublicCode.SERVER_ERROR;
import static dev.gatehouse.server.kernel.PublicCode.SIGN_IN_FAILED;
import static dev.gatehouse.server.kernel.PublicCode.TOO_MANY_REQUESTS;
import static dev.gatehouse.server.kernel.PublicCode.UNAPPROVED_SOFTWARE_STATEMENT;
import static dev.gatehouse.server.kernel.PublicCode.UNAUTHENTICATED;
import static dev.gatehouse.server.kernel.PublicCode.UNAUTHORIZED_CLIENT;
import static dev.gatehouse.server.kernel.PublicCode.UNAVAILABLE;
import static dev.gatehouse.server.kernel.PublicCode.UNMET_AUTHENTICATION_REQUIREMENTS;
import static dev.gatehouse.server.kernel.PublicCode.UNSUPPORTED_GRANT_TYPE;
import static dev.gatehouse.server.kernel.PublicCode.UNSUPPORTED_MEDIA_TYPE;
import static dev.gatehouse.server.kernel.PublicCode.UNSUPPORTED_RESPONSE_TYPE;
import static dev.gatehouse.server.kernel.Recording.AUTHENTICATED;
import static dev.gatehouse.server.kernel.Recording.COUNTED;
import static dev.gatehouse.server.kernel.Recording.EACH;
import static dev.gatehouse.server.kernel.Recording.NONE;

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
      INVALID_REQUEST, "the request is malformed; check its encoding and syntax", COUNTED),
  PARAMETER_MISSING(INVALID_REQUEST, "a required parameter is missing; add it", COUNTED),
  PARAMETER_REPEATED(INVALID_REQUEST, "a parameter is repeated; send it once", COUNTED),
  PARAMETER_UNKNOWN(INVALID_REQUEST, "a field is not known here; remove it", COUNTED),
  PARAMETER_TOO_LONG(INVALID_REQUEST, "a parameter is too long; shorten it", COUNTED),
  PARAMETER_INVALID(INVALID_REQUEST, "a parameter has a value that is not allowed", COUNTED),
  TOKEN_IN_QUERY(
      INVALID_REQUEST,
      "tokens are not taken from the address; use the authorization header",
      COUNTED),
  TOKEN_IN_FORM(
      INVALID_REQUEST, "tokens are not taken from the body; use the authorization header", COUNTED),
  ROUTE_UNKNOWN(NOT_FOUND, "there is nothing at this address", COUNTED),
  METHOD_UNKNOWN(METHOD_NOT_ALLOWED, "this address does not take this method", COUNTED),
  HOST_UNKNOWN(MISDIRECTED_REQUEST, "this server does not answer for that host", COUNTED),
  BODY_TOO_LARGE(PAYLOAD_TOO_LARGE, "the body is too large; send less", COUNTED),
  BODY_TOO_SLOW(REQUEST_TIMEOUT, "the request took too long to arrive; send it again", COUNTED),
  CONTENT_TYPE_WRONG(UNSUPPORTED_MEDIA_TYPE, "the content type is not taken here", COUNTED),
  CSRF_FAILED(CSRF, "this form is not yours or is too old; open the page again and retry", COUNTED),
  CROSS_SITE(CSRF, "this request came from another site; open the page here and retry", COUNTED),
  CHANGED_MEANWHILE(CONFLICT, "somebody changed this at the same time; look and retry", EACH),
  DATABASE_UNAVAILABLE(UNAVAILABLE, "the service cannot answer now; try again in a moment", NONE),
  WALL_BROKEN(UNAVAILABLE, "the service cannot answer now; try again in a moment", NONE),
  OVERLOADED(UNAVAILABLE, "the service is busy; try again in a moment", COUNTED),
  UNEXPECTED(SERVER_ERROR, "something went wrong here; try again or name the request id", NONE),

  // people
  ADDRESS_UNKNOWN(SIGN_IN_FAILED, Reason.SIGN_IN, EACH),
  ORGANISATION_UNKNOWN(SIGN_IN_FAILED, Reason.SIGN_IN, EACH),
  PASSWORD_WRONG(SIGN_IN_FAILED, Reason.SIGN_IN, EACH),
  PASSWORD_ABSENT(SIGN_IN_FAILED, Reason.SIGN_IN, EACH),
  ACCOUNT_LOCKED(SIGN_IN_FAILED, Reason.SIGN_IN, EACH),
  ACCOUNT_DISABLED(SIGN_IN_FAILED, Reason.SIGN_IN, EACH),
  ADDRESS_UNVERIFIED(SIGN_IN_FAILED, Reason.SIGN_IN, EACH),
  TENANT_SUSPENDED(SIGN_IN_FAILED, Reason.SIGN_IN, EACH),
  SIGN_UP_CLOSED(FORBIDDEN, "sign-up is closed here; ask for an invitation", COUNTED),
  PASSWORD_REJECTED(INVALID_REQUEST, "this password is not accepted; choose another", NONE),
  FORM_INVALID(INVALID_REQUEST, "some fields need attention; correct them and send again", NONE),
  MAIL_BUDGET_SPENT(
      TOO_MANY_REQUESTS, "too many mails were asked for; wait before asking again", COUNTED),
  LINK_UNKNOWN(INVALID_REQUEST, Reason.LINK, COUNTED),
  LINK_EXPIRED(INVALID_REQUEST, Reason.LINK, EACH),
  LINK_USED(INVALID_REQUEST, Reason.LINK, EACH),
  LINK_SUPERSEDED(INVALID_REQUEST, Reason.LINK, EACH),
  OPERATOR_EXISTS(INVALID_REQUEST, Reason.LINK, EACH),
  ADDRESS_TAKEN(INVALID_REQUEST, Reason.LINK, EACH),

  // members of an organisation
  MEMBER_UNKNOWN(NOT_FOUND, "there is no such member", EACH),
  MEMBER_EXISTS(CONFLICT, "a member has this address already", EACH),
  MEMBER_ABOVE(FORBIDDEN, "this member holds more than you; ask an owner", EACH),
  ROLE_ABOVE(FORBIDDEN, "you can't give what you don't hold", EACH),
  ROLE_UNKNOWN(INVALID_REQUEST, "there is no such role here", EACH),
  ROLE_TAKEN(CONFLICT, "a role has this name already", EACH),
  OWNER_LAST(CONFLICT, "an organisation keeps an owner; make somebody else one first", EACH),
  TENANT_UNKNOWN(NOT_FOUND, "there is no such organisation", EACH),
  TENANT_STATE(CONFLICT, "the organisation is not in that state", EACH),
  INVITATION_UNKNOWN(NOT_FOUND, "there is no such invitation", EACH),

  // sessions and journeys
  SESSION_ABSENT(UNAUTHENTICATED, "sign in first", NONE),
  SESSION_ENDED(UNAUTHENTICATED, "this session has ended; sign in again", NONE),
  SESSION_UNKNOWN(NOT_FOUND, "there is no such session", EACH),
  APPLICATION_UNKNOWN(NOT_FOUND, "this application has no access to your data", EACH),
  JOURNEY_UNKNOWN(
      INVALID_REQUEST, "this sign-in is too old or began in another browser; start again", COUNTED),
  JOURNEY_STEP(INVALID_REQUEST, "this step is not due; start again", AUTHENTICATED),
  REAUTHENTICATION_FAILED(SIGN_IN_FAILED, "the current password is not right; try again", EACH),

  // clients
  CLIENT_UNKNOWN(INVALID_CLIENT, Reason.CLIENT, COUNTED),
  CLIENT_SECRET_WRONG(INVALID_CLIENT, Reason.CLIENT, COUNTED),
  CLIENT_AUTHENTICATION_MISSING(INVALID_CLIENT, Reason.CLIENT, COUNTED),
  CLIENT_AUTHENTICATION_METHOD(INVALID_CLIENT, Reason.CLIENT, COUNTED),
  CLIENT_AUTHENTICATION_REPEATED(
      INVALID_REQUEST, "more than one client authentication is sent; use one", COUNTED),
  CLIENT_ASSERTION_INVALID(INVALID_CLIENT, Reason.CLIENT, COUNTED),
  CLIENT_ASSERTION_REPLAYED(INVALID_CLIENT, Reason.CLIENT, COUNTED),
  GRANT_TYPE_UNKNOWN(UNSUPPORTED_GRANT_TYPE, "this grant type is not supported", COUNTED),
  GRANT_TYPE_NOT_ALLOWED(
      UNAUTHORIZED_CLIENT, "this client may not use this grant type", AUTHENTICATED),

  // authorization requests
  AUTHORIZE_CLIENT_UNKNOWN(
      INVALID_REQUEST, "the application is not known here; go back and tell its makers", COUNTED),
  REDIRECT_URI_MISMATCH(
      INVALID_REQUEST,
      "the application asked for a return address that it did not register; go back and tell its makers",
      COUNTED),
  RESPONSE_TYPE_UNSUPPORTED(
      UNSUPPORTED_RESPONSE_TYPE, "only response_type=code is supported", COUNTED),
  RESPONSE_MODE_UNSUPPORTED(INVALID_REQUEST, "this response_mode is not supported", COUNTED),
  PKCE_MISSING(INVALID_REQUEST, "code_challenge is required; use PKCE with S256", COUNTED),
  PKCE_METHOD(INVALID_REQUEST, "code_challenge_method must be S256", COUNTED),
  PKCE_CHALLENGE(INVALID_REQUEST, "code_challenge must be 43 characters of base64url", COUNTED),
  SCOPE_UNKNOWN(INVALID_SCOPE, "a requested scope is not available to this client", AUTHENTICATED),
  SCOPE_MISSING(
      INVALID_SCOPE, "no known scope is requested; name at least one, such as openid", COUNTED),
  REQUEST_OBJECT_UNSUPPORTED(REQUEST_NOT_SUPPORTED, "request objects are not supported", COUNTED),
  REQUEST_URI_UNSUPPORTED(REQUEST_URI_NOT_SUPPORTED, "request_uri is not supported", COUNTED),
  REQUEST_URI_PUSHED(
      INVALID_REQUEST, "request_uri can't be pushed; push the parameters themselves", COUNTED),
  REQUEST_NOT_PUSHED(
      INVALID_REQUEST,
      "this client pushes its requests first; send this one to the pushed authorization request endpoint",
      COUNTED),
  POSTED_REQUEST_UNKNOWN(
      INVALID_REQUEST,
      "this request was used already or is too old; go back to the application and start again",
      COUNTED),
  PUSHED_REQUEST_UNKNOWN(
      INVALID_REQUEST_URI,
      "this request is too old or was used before; go back to the application and start again",
      COUNTED),
  REGISTRATION_UNSUPPORTED(
      REGISTRATION_NOT_SUPPORTED, "registration in the request is not supported", COUNTED),
  SIGN_IN_REQUIRED(LOGIN_REQUIRED, "nobody is signed in; ask without prompt=none", COUNTED),
  HINT_INVALID(
      INVALID_REQUEST,
      "the id_token_hint is no ID token that this client got here; send one or none",
      COUNTED),
  HINT_OTHER_PERSON(
      LOGIN_REQUIRED, "somebody else signed in than the request names; ask without the hint", EACH),
  ACR_UNMET(
      UNMET_AUTHENTICATION_REQUIREMENTS,
      "no sign-in here reaches a required acr; ask for one of acr_values_supported",
      COUNTED),
  CONSENT_NEEDED(CONSENT_REQUIRED, "consent is not given yet; ask without prompt=none", EACH),
  CONSENT_DENIED(ACCESS_DENIED, "the person did not allow it", EACH),

  // registration
  REGISTRATION_OFF(
      FORBIDDEN, "applications don't register here by themselves; ask its operators", COUNTED),
  REGISTRATION_TOKEN_INVALID(
      INVALID_TOKEN, "this token is good for no registration here; ask for a new one", COUNTED),
  REGISTRATION_REDIRECT_URI(
      INVALID_REDIRECT_URI, "a redirect address is not allowed here; name hosts that are", COUNTED),
  REGISTRATION_METADATA(
      INVALID_CLIENT_METADATA, "a member has a value that is not allowed here; change it", COUNTED),
  SOFTWARE_STATEMENT_INVALID(
      INVALID_SOFTWARE_STATEMENT, "the software statement can't be read; leave it out", COUNTED),
  SOFTWARE_STATEMENT_UNAPPROVED(
      UNAPPROVED_SOFTWARE_STATEMENT,
      "software statements are not accepted here; leave it out",
      COUNTED),

  // logout requests
  LOGOUT_HINT_INVALID(
      INVALID_REQUEST,
      "the id_token_hint is no ID token of this provider; send the one it issued",
      COUNTED),
  LOGOUT_CLIENT_OTHER(
      INVALID_REQUEST,
      "client_id and id_token_hint name different applications; send one of them",
      COUNTED),
  LOGOUT_CLIENT_MISSING(
      INVALID_REQUEST,
      "post_logout_redirect_uri needs id_token_hint or client_id; add one",
      COUNTED),
  LOGOUT_REDIRECT_URI(
      INVALID_REQUEST, "the post_logout_redirect_uri is not registered; send one that is", COUNTED),

  // grants
  CODE_UNKNOWN(INVALID_GRANT, Reason.CODE, AUTHENTICATED),
  CODE_EXPIRED(INVALID_GRANT, Reason.CODE, EACH),
  CODE_REPLAYED(INVALID_GRANT, Reason.CODE, EACH),
  CODE_OTHER_CLIENT(INVALID_GRANT, Reason.CODE, EACH),
  CODE_REDIRECT_URI(INVALID_GRANT, Reason.CODE, EACH),
  PKCE_VERIFIER_MISSING(INVALID_GRANT, Reason.CODE, EACH),
  PKCE_VERIFIER_WRONG(INVALID_GRANT, Reason.CODE, EACH),
  PKCE_VERIFIER_UNEXPECTED(INVALID_GRANT, Reason.CODE, EACH),
  REFRESH_UNKNOWN(INVALID_GRANT, Reason.REFRESH, AUTHENTICATED),
  REFRESH_EXPIRED(INVALID_GRANT, Reason.REFRESH, EACH),
  REFRESH_REUSED(INVALID_GRANT, Reason.REFRESH, EACH),
  REFRESH_REVOKED(INVALID_GRANT, Reason.REFRESH, EACH),
  REFRESH_OTHER_CLIENT(INVALID_GRANT, Reason.REFRESH, EACH),
  REFRESH_COOKIE_ABSENT(INVALID_GRANT, Reason.REFRESH, COUNTED),
  REFRESH_IN_FORM(
      INVALID_REQUEST,
      "this client's refresh token is in its cookie; leave refresh_token out",
      COUNTED),
  ORIGIN_NOT_REGISTERED(
      INVALID_REQUEST,
      "this client's tokens are for its own pages; call from an origin it registered",
      COUNTED),
  REFRESH_SCOPE(INVALID_SCOPE, "the scope is wider than what was granted; ask for less", EACH),
  GRANT_SESSION_ENDED(
      INVALID_GRANT, "the sign-in behind this grant has ended; sign in again", EACH),
  GRANT_PRINCIPAL_DISABLED(
      INVALID_GRANT, "the sign-in behind this grant has ended; sign in again", EACH),
  TENANT_MISSING(INVALID_REQUEST, "name the tenant to act in; add the parameter tenant", EACH),
  TENANT_NOT_GRANTED(
      UNAUTHORIZED_CLIENT,
      "this client may do nothing in that tenant; ask its administrators for a role",
      EACH),
  DPOP_PROOF_INVALID(INVALID_DPOP_PROOF, Reason.DPOP, AUTHENTICATED),
  DPOP_PROOF_REPLAYED(INVALID_DPOP_PROOF, Reason.DPOP, AUTHENTICATED),
  DPOP_PROOF_MISSING(INVALID_DPOP_PROOF, "a DPoP proof is required; send one", AUTHENTICATED),
  DPOP_KEY_OTHER(INVALID_GRANT, "this is bound to another key; prove that one", EACH),
  RESOURCE_UNKNOWN(INVALID_TARGET, "this client may not ask for that resource", AUTHENTICATED),
  RESOURCE_NOT_GRANTED(
      INVALID_TARGET, "that resource is not among those granted; ask for less", EACH),
  REVOKE_OTHER_CLIENT(UNAUTHORIZED_CLIENT, "this token was issued to another client", EACH),

  // access tokens
  ACCESS_TOKEN_MISSING(
      INVALID_TOKEN, "an access token is required; send it in the authorization header", COUNTED),
  ACCESS_TOKEN_INVALID(INVALID_TOKEN, "the access token is not valid here", COUNTED),
  ACCESS_TOKEN_EXPIRED(INVALID_TOKEN, "the access token has expired; refresh it", COUNTED),
  ACCESS_TOKEN_REVOKED(INVALID_TOKEN, "the access token is not valid here", EACH),
  AUTHENTICATION_INSUFFICIENT(
      INSUFFICIENT_USER_AUTHENTICATION,
      "the sign-in behind the access token is too old or not good enough; have the person sign in again",
      EACH),
  OPENID_SCOPE_MISSING(INSUFFICIENT_SCOPE, "the access token lacks the scope openid", EACH),

  // the management API
  MANAGEMENT_AUDIENCE(
      INVALID_TOKEN,
      "the access token is for another API; name this one as resource when you ask for it",
      EACH),
  MANAGEMENT_SCOPE(INSUFFICIENT_SCOPE, "the access token lacks the scope that this needs", EACH),
  MANAGEMENT_PERMISSION(FORBIDDEN, "you may not do this; ask an owner of your organisation", EACH),
  CURSOR_INVALID(
      INVALID_REQUEST, "this cursor does not belong to this list; start from its beginning", EACH),
  VERSION_MISSING(
      PRECONDITION_REQUIRED, "say what you change: send the ETag that you read in If-Match", NONE),
  VERSION_STALE(PRECONDITION_FAILED, "this was changed since you read it; read it again", NONE),
  IDEMPOTENCY_KEY_REUSED(
      PublicCode.IDEMPOTENCY_KEY_REUSED,
      "this idempotency key came with another request; make a new one",
      EACH),
  CLIENT_DECLARED(
      CONFLICT,
      "this application is declared in the realm's file; change it there and apply it",
      EACH),
  CLIENT_NOT_FOUND(NOT_FOUND, "there is no such application", EACH);

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
