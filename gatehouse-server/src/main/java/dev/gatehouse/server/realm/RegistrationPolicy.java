package dev.gatehouse.server.realm;

import dev.gatehouse.server.realm.Client.Grant;
import java.net.URI;
import java.util.Set;

/**
 * Whether applications may register by themselves (RFC 7591), and as what.
 *
 * @param mode whether they may
 * @param grants the grant types they may use
 * @param scopes the scopes they may ask for
 * @param apis the APIs they may ask for
 * @param redirectHosts the hosts of their addresses; {@code *.example.com} for every host below,
 *     {@code *} for all
 * @param mayOmitPkce whether a confidential one may be registered without PKCE
 */
public record RegistrationPolicy(
    Mode mode,
    Set<Grant> grants,
    Set<String> scopes,
    Set<String> apis,
    Set<String> redirectHosts,
    boolean mayOmitPkce) {
  /** No application registers by itself. */
  public static final RegistrationPolicy OFF =
      new RegistrationPolicy(Mode.OFF, Set.of(), Set.of(), Set.of(), Set.of(), false);

  public RegistrationPolicy {
    grants = Set.copyOf(grants);
    scopes = Set.copyOf(scopes);
    apis = Set.copyOf(apis);
    redirectHosts = Set.copyOf(redirectHosts);
  }

  /** Who may register an application. */
  public enum Mode {
    OFF,
    /** Whoever has an initial access token (RFC 7591 §1.2). */
    INITIAL_ACCESS_TOKEN
  }

  /**
   * Whether an address is on a host the realm allows: https, or http on this machine. What other
   * schemes call a host is none.
   */
  public boolean allowsHostOf(URI uri) {
    String host = uri.getHost();
    boolean http = "http".equals(uri.getScheme()) && RedirectUriRules.isLoopback(uri);
    if (host == null || !(http || "https".equals(uri.getScheme()))) {
      return false;
    }
    return redirectHosts.stream()
        .anyMatch(allowed ->
            allowed.equals("*")
                || allowed.equals(host)
                || (allowed.startsWith("*.") && host.endsWith(allowed.substring(1))));
  }
}
