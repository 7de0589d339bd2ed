package dev.gatehouse.server.realm;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** What the addresses of a client other than its redirect addresses must be. */
public final class ClientUriRules {
  private ClientUriRules() {}

  /** How an address is used. */
  public enum Use {
    /** A link or a picture that a person's browser follows (RFC 7591 §2). */
    PAGE,
    /**
     * The same over https alone, such as where a sign-in begins (OpenID Connect Registration §2).
     */
    HTTPS_PAGE,
    /** What the server itself calls: https, or http on this machine. */
    CALLED
  }

  /** What keeps the text from being such an address, to follow "which", or nothing. */
  public static Optional<String> problem(String text, Use use) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException malformed) {
      return Optional.of("is not a URL");
    }
    boolean https = "https".equals(uri.getScheme());
    boolean http = "http".equals(uri.getScheme());
    if (uri.getHost() == null || uri.getUserInfo() != null || !(https || http)) {
      return Optional.of("must be an https URL with a host and no user");
    }
    return switch (use) {
      case PAGE -> Optional.empty();
      case HTTPS_PAGE -> https ? Optional.empty() : Optional.of("must be https");
      case CALLED -> calledProblem(uri, https);
    };
  }

  private static Optional<String> calledProblem(URI uri, boolean https) {
    if (!https && !RedirectUriRules.isLoopback(uri)) {
      return Optional.of("must be https, or http on 127.0.0.1 or [::1]");
    }
    // OpenID Connect Back-Channel Logout §2.2: MUST NOT include a fragment
    return uri.getRawFragment() == null ? Optional.empty() : Optional.of("must have no fragment");
  }
}
