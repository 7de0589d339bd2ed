package dev.gatehouse.server.http;

/**
 * One line of the route table: what is not listed is not there.
 *
 * @param path the address, with {@code {realm}} and other segments in braces
 * @param scope what must be known before the handler runs
 * @param access who may call
 * @param body what the request may carry
 * @param event the type of the record it leaves, or {@code -}
 */
public record Route(
    Method method,
    String path,
    Scope scope,
    Access access,
    Body body,
    String event,
    Handler handler) {

  /**
   * Whether it takes HEAD: where a GET leaves no record, so that a look does nothing (RFC 9110
   * §9.2.1).
   */
  boolean takesHead() {
    return method == Method.GET && event.equals("-");
  }

  /** How far a request is placed before its handler runs. */
  public enum Scope {
    /** Belongs to the server: health, assets. */
    SERVER,
    /** Belongs to the realm in its path; the host must be the realm's. */
    REALM
  }

  /** Who may call. */
  public enum Access {
    /** Anybody, by decision: each such line is reviewed. */
    PUBLIC,
    /** Anybody in a browser that holds our cookie; a POST needs the form's CSRF token. */
    BROWSER,
    /** A signed-in person; a POST needs the form's CSRF token. */
    SESSION,
    /** An OAuth client, authenticated as it registered. */
    CLIENT,
    /** The bearer of an access token of this realm. */
    BEARER,
    /**
     * The bearer of a credential for the management API; scope and permission are the endpoint's.
     */
    API
  }

  /** What a request may carry. */
  public enum Body {
    NONE,
    FORM,
    /** A JSON object (RFC 8259), read as strictly as the rest. */
    JSON
  }
}
