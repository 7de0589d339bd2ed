package dev.gatehouse.server.http;

import dev.gatehouse.server.kernel.RealmId;
import java.net.URI;
import java.util.Locale;

/**
 * Where a realm is reached from outside: the only base for its issuer, its links in mail and its
 * redirects. It comes from configuration and never from a header.
 *
 * @param base scheme, host and port, no path: {@code https://login.example.com}
 */
public record Site(RealmId realm, URI base) {
  public Site {
    boolean origin =
        base.getHost() != null
            && (base.getPath() == null || base.getPath().isEmpty())
            && base.getQuery() == null
            && base.getFragment() == null
            && base.getUserInfo() == null
            && ("https".equals(base.getScheme()) || "http".equals(base.getScheme()));
    if (!origin) {
      throw new IllegalArgumentException("a base URL is scheme, host and port only: " + base);
    }
  }

  /** The issuer of the realm (OpenID Connect Core §2), the {@code iss} of everything it signs. */
  public String issuer() {
    return base + "/r/" + realm;
  }

  /**
   * An address of the realm.
   *
   * @param path begins with a slash
   */
  public URI uri(String path) {
    return URI.create(issuer() + path);
  }

  /**
   * The same address without the base, for links and forms on our own pages.
   *
   * @param path begins with a slash
   */
  public String path(String path) {
    return "/r/" + realm + path;
  }

  /** What the {@code Host} header must say. */
  public String authority() {
    return base.getRawAuthority().toLowerCase(Locale.ROOT);
  }

  /** What the {@code Origin} header of our own pages says. */
  public String origin() {
    return base.toString();
  }

  public boolean isSecure() {
    return "https".equals(base.getScheme());
  }
}
