package dev.gatehouse.server.client;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;
import dev.gatehouse.server.realm.Client;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * Where an authorization response may go: an address the client registered, compared character by
 * character (RFC 9700 §2.1). Of a registered loopback address alone the port may vary (RFC 8252
 * §7.3). Made by {@link #of} and nowhere else.
 */
public final class VerifiedRedirectUri {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]");

  private final String text;

  private VerifiedRedirectUri(String text) {
    this.text = text;
  }

  /** The redirect address, if it is one of the client's (RFC 9700 §2.1, RFC 8252 §7.3). */
  public static VerifiedRedirectUri of(Client client, Optional<String> requested) throws Refusal {
    if (requested.isPresent()) {
      for (URI registered : client.redirectUris()) {
        if (matches(registered, requested.get())) {
          return new VerifiedRedirectUri(requested.get());
        }
      }
    }
    throw Refusal.of(Reason.REDIRECT_URI_MISMATCH);
  }

  private static boolean matches(URI registered, String requested) {
    return requested.equals(registered.toString())
        || (isLoopback(registered) && matchesButPort(registered, requested));
  }

  private static boolean isLoopback(URI registered) {
    return "http".equals(registered.getScheme())
        && registered.getHost() != null
        && LOOPBACK.contains(registered.getHost());
  }

  /** Compared as text on both sides of the port, so nothing is parsed that could be read twice. */
  private static boolean matchesButPort(URI registered, String requested) {
    String before = "http://" + registered.getHost();
    String after = registered.toString().substring(before.length());
    String registeredRest = withoutPort(after).orElse(after);
    return requested.startsWith(before)
        && withoutPort(requested.substring(before.length()))
            .filter(registeredRest::equals)
            .isPresent();
  }

  /** What follows {@code :port}; nothing when it does not begin with a port of 1 to 65535. */
  private static Optional<String> withoutPort(String text) {
    int end = 1;
    while (end < text.length() && end <= 5 && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    boolean isPort =
        text.startsWith(":")
            && end > 1
            && text.charAt(1) != '0'
            && Integer.parseInt(text.substring(1, end)) <= 65_535;
    return isPort ? Optional.of(text.substring(end)) : Optional.empty();
  }

  /** The address, as it stood in the request. */
  public String text() {
    return text;
  }

  /** The same as a URI, for the header that sends a browser there. */
  public URI uri() {
    return URI.create(text);
  }

  @Override
  public String toString() {
    return text;
  }
}
