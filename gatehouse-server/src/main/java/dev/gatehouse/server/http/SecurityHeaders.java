package dev.gatehouse.server.http;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The headers every answer carries, whatever its status. */
public final class SecurityHeaders {
  private static final Map<String, String> ALWAYS = always();

  private SecurityHeaders() {}

  private static Map<String, String> always() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("X-Frame-Options", "DENY");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("Cross-Origin-Opener-Policy", "same-origin");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    headers.put(
        "Permissions-Policy",
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()");
    headers.put("Cache-Control", "no-store");
    return Map.copyOf(headers);
  }

  /**
   * All of them.
   *
   * @param secure whether the request came over TLS; HSTS is sent only then (RFC 6797 §7.2)
   * @param formTargets origins besides our own that a form may lead to
   */
  public static Map<String, String> of(boolean secure, List<URI> formTargets) {
    return of(secure, formTargets, List.of());
  }

  /**
   * The same for a page with pictures of others.
   *
   * @param pictures whose origins, and no others, may give pictures
   */
  public static Map<String, String> of(boolean secure, List<URI> formTargets, List<URI> pictures) {
    return with(secure, sources(pictures), "'self'" + sources(formTargets));
  }

  /**
   * The same for a page whose forms lead to another origin and not here.
   *
   * @param target the origin alone to which they may lead
   */
  public static Map<String, String> leadingTo(boolean secure, URI target) {
    return with(secure, "", source(target));
  }

  private static Map<String, String> with(boolean secure, String pictures, String forms) {
    Map<String, String> headers = new LinkedHashMap<>(ALWAYS);
    headers.put("Content-Security-Policy", contentSecurityPolicy(pictures, forms));
    if (secure) {
      headers.put("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    }
    return headers;
  }

  private static String contentSecurityPolicy(String pictures, String forms) {
    return "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'"
        + pictures
        + "; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action "
        + forms;
  }

  private static String sources(List<URI> uris) {
    return uris.stream().map(uri -> " " + source(uri)).distinct().collect(Collectors.joining());
  }

  /** A CSP source: scheme, host and port of a web address, the scheme alone of an app's own. */
  private static String source(URI uri) {
    boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    return web ? uri.getScheme() + "://" + uri.getRawAuthority() : uri.getScheme() + ":";
  }
}
