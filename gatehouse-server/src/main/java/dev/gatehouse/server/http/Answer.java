package dev.gatehouse.server.http;

import java.net.URI;
import java.util.List;
import java.util.Map;

/** What goes back, before headers that every answer has are added. */
public sealed interface Answer {
  /** The HTTP status. */
  int status();

  /**
   * A page.
   *
   * @param formTargets origins besides our own to which a form on the page may lead, through
   *     redirects too (CSP {@code form-action}); the client that asked for the sign-in
   * @param pictures addresses of pictures besides our own (CSP {@code img-src}); a client's logo
   */
  record Page(int status, String html, List<URI> formTargets, List<URI> pictures)
      implements Answer {
    /** A page without foreign pictures. */
    public Page(int status, String html, List<URI> formTargets) {
      this(status, html, formTargets, List.of());
    }

    /** A page with status 200 whose forms stay here. */
    public static Page ok(String html) {
      return new Page(200, html, List.of());
    }
  }

  /**
   * A page whose one form leads to a client and nowhere else (OAuth 2.0 Form Post Response Mode).
   *
   * @param target whose origin alone the form may be sent to (CSP {@code form-action})
   */
  record FormPost(String html, URI target) implements Answer {
    @Override
    public int status() {
      return 200;
    }
  }

  /** A JSON document. Not cached unless {@link Exchange#cache} said so. */
  record Json(int status, Map<String, ?> value) implements Answer {
    /** A document with status 200. */
    public static Json ok(Map<String, ?> value) {
      return new Json(200, value);
    }
  }

  /** Text of another type that is complete as it is: a stylesheet, a JWT. */
  record Text(int status, String contentType, String text) implements Answer {}

  /** A file from the class path. */
  record Asset(String contentType, byte[] bytes) implements Answer {
    @Override
    public int status() {
      return 200;
    }
  }

  /** Nothing but headers. */
  record NoContent() implements Answer {
    @Override
    public int status() {
      return 204;
    }
  }

  /** Always 303, so that credentials are never sent on (RFC 9700 §4.12). */
  record SeeOther(URI location) implements Answer {
    @Override
    public int status() {
      return 303;
    }
  }
}
