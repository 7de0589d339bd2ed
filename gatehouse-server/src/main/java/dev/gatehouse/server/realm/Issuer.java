package dev.gatehouse.server.realm;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

/**
 * The issuer of a realm (OpenID Connect Discovery §3): the one base of every link, endpoint and
 * {@code iss}. An https URL, or http on a loopback address; no query, no fragment, no slash at the
 * end.
 */
public record Issuer(URI uri) {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

  public Issuer {
    problem(uri)
        .ifPresent(problem -> {
          throw new IllegalArgumentException("issuer " + uri + ": " + problem);
        });
  }

  /**
   * The realm's own issuer, or {@code <base>/r/<realm>} where it shares an origin.
   *
   * @param base the configured public base URL
   */
  public static Issuer of(URI base, Realm realm) {
    return realm
        .ownIssuer()
        .map(Issuer::new)
        .orElseGet(() -> new Issuer(URI.create(withoutSlash(base) + "/r/" + realm.id())));
  }

  /** What keeps a URL from being an issuer, or nothing. */
  static Optional<String> problem(URI uri) {
    if (uri.getHost() == null || uri.isOpaque()) {
      return Optional.of("must be an absolute URL with a host");
    }
    boolean loopback = LOOPBACK.contains(uri.getHost());
    if (!"https".equals(uri.getScheme()) && !("http".equals(uri.getScheme()) && loopback)) {
      return Optional.of("must be https, or http on a loopback address");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null || uri.getUserInfo() != null) {
      return Optional.of("must have no query, fragment or user");
    }
    if (uri.getRawPath().endsWith("/") || !uri.normalize().equals(uri)) {
      return Optional.of("must have no slash at the end and no dots in its path");
    }
    return Optional.empty();
  }

  /** The exact text of {@code iss}. */
  public String value() {
    return uri.toString();
  }

  /**
   * An absolute URL below the issuer.
   *
   * @param path with its leading slash
   */
  public URI resolve(String path) {
    return URI.create(value() + path);
  }

  /** Its path, empty or with a leading slash: where the realm's routes and cookies are rooted. */
  public String path() {
    return uri.getRawPath();
  }

  /** Scheme, host and port: the origin that browsers compare. */
  public String origin() {
    try {
      return new URI(uri.getScheme(), uri.getRawAuthority(), null, null, null).toString();
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException("an issuer has an origin", impossible);
    }
  }

  /** Whether browsers reach it over TLS. */
  public boolean isSecure() {
    return "https".equals(uri.getScheme());
  }

  @Override
  public String toString() {
    return value();
  }

  private static String withoutSlash(URI base) {
    String text = base.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
