package dev.gatehouse.server.realm;

import dev.gatehouse.server.kernel.RealmId;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** What the issuer that a realm's file names must be (OpenID Connect Discovery §3). */
final class IssuerRules {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

  private IssuerRules() {}

  /** What keeps a URL from being the realm's issuer, or nothing. */
  static Optional<String> problem(URI uri, RealmId realm) {
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
    // where the realm's routes are
    String path = path(realm);
    return path.equals(uri.getRawPath())
        ? Optional.empty()
        : Optional.of("must be a host and " + path + ", where the realm is served");
  }

  /** Scheme, host and port of an issuer without problems. */
  static URI base(URI issuer, RealmId realm) {
    String text = issuer.toString();
    return URI.create(text.substring(0, text.length() - path(realm).length()));
  }

  private static String path(RealmId realm) {
    return "/r/" + realm;
  }
}
