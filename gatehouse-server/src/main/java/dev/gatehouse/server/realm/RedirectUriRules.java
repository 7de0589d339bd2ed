package dev.gatehouse.server.realm;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What an address must be before codes are ever sent there (RFC 9700 §2.1, RFC 8252 §7). */
public final class RedirectUriRules {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]");
  private static final String FORBIDDEN = "*\\<>\"`{}|^";

  private RedirectUriRules() {}

  /** What keeps the text from being registered, to follow "which", or nothing. */
  public static Optional<String> problem(String text) {
    if (text.chars().anyMatch(c -> c <= ' ' || c >= 0x7f || FORBIDDEN.indexOf(c) >= 0)) {
      return Optional.of("has a character that can't stand there; no wildcards, ASCII only");
    }
    try {
      URI uri = new URI(text);
      // RFC 6749 §3.1.2: absolute, no fragment
      if (!uri.isAbsolute() || uri.getRawFragment() != null) {
        return Optional.of("must be absolute and have no fragment");
      }
      return isWeb(uri) ? webProblem(uri) : nativeProblem(uri);
    } catch (URISyntaxException malformed) {
      return Optional.of("is not a URL");
    }
  }

  static boolean isLoopback(URI uri) {
    return uri.getHost() != null && LOOPBACK.contains(uri.getHost());
  }

  private static boolean isWeb(URI uri) {
    return uri.getScheme().equals("https") || uri.getScheme().equals("http");
  }

  private static Optional<String> webProblem(URI uri) {
    String host = uri.getHost();
    if (host == null || uri.getUserInfo() != null) {
      return Optional.of("must have a host and no user");
    }
    if (!host.equals(host.toLowerCase(Locale.ROOT)) || !uri.normalize().equals(uri)) {
      return Optional.of("must have a lower-case host and no dots in its path");
    }
    // RFC 8252 §7.3 and §8.3: the loopback address, not the name localhost
    if (uri.getScheme().equals("http") && !LOOPBACK.contains(host)) {
      return Optional.of("must be https, or http on 127.0.0.1 or [::1]");
    }
    return Optional.empty();
  }

  /** RFC 8252 §7.1: a scheme of one's own is a domain name in reverse. */
  private static Optional<String> nativeProblem(URI uri) {
    boolean reversed = uri.getScheme().indexOf('.') > 0 && !uri.isOpaque();
    boolean lowerCase = uri.getScheme().equals(uri.getScheme().toLowerCase(Locale.ROOT));
    return reversed && lowerCase
        ? Optional.empty()
        : Optional.of("must be https, or a scheme of your own such as com.example.app:/callback");
  }
}
