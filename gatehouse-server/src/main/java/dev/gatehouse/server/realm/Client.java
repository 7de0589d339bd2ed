package dev.gatehouse.server.realm;

import dev.gatehouse.server.kernel.ClientId;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * An application of a realm (RFC 6749 §2), from its file or registered (RFC 7591).
 *
 * @param id its {@code client_id}
 * @param name what people read on the consent page
 * @param authentication how it says who it is
 * @param redirectUris where codes may go; of loopback addresses the port may vary (RFC 8252 §7.3)
 * @param grants the grant types it may use
 * @param scopes the scopes it may ask for
 * @param apis names of the realm's APIs it may ask for
 * @param tenant slug or id of the one tenant it acts in by itself; any with a grant where absent
 * @param firstParty whether it is the realm's own
 * @param requireConsent whether the person is asked
 * @param requirePkce whether authorization requests need PKCE
 * @param requirePushedRequests whether they must be pushed first (RFC 9126 §6)
 * @param dpopBoundAccessTokens whether its tokens are bound to a key (RFC 9449 §5.2)
 * @param refresh how its refresh tokens live
 * @param signatures how answers to it are signed
 * @param logout how it takes part in signing out
 * @param pages what people see of it
 */
public record Client(
    ClientId id,
    String name,
    ClientAuthentication authentication,
    List<URI> redirectUris,
    Set<Grant> grants,
    Set<String> scopes,
    Set<String> apis,
    Optional<String> tenant,
    boolean firstParty,
    boolean requireConsent,
    boolean requirePkce,
    boolean requirePushedRequests,
    boolean dpopBoundAccessTokens,
    RefreshRules refresh,
    ClientSignatures signatures,
    ClientLogout logout,
    ClientPages pages) {

  public Client {
    redirectUris = List.copyOf(redirectUris);
    grants = Set.copyOf(grants);
    scopes = Set.copyOf(scopes);
    apis = Set.copyOf(apis);
  }

  /** A grant type (RFC 6749 §1.3). */
  public enum Grant {
    AUTHORIZATION_CODE("authorization_code"),
    REFRESH_TOKEN("refresh_token"),
    CLIENT_CREDENTIALS("client_credentials");

    private final String wire;

    Grant(String wire) {
      this.wire = wire;
    }

    /** The {@code grant_type} value. */
    public String wire() {
      return wire;
    }

    static Map<String, Grant> words() {
      Map<String, Grant> words = new TreeMap<>();
      for (Grant grant : values()) {
        words.put(grant.wire(), grant);
      }
      return words;
    }
  }

  /** Whether it can't keep a secret (RFC 6749 §2.1). */
  public boolean isPublic() {
    return authentication instanceof ClientAuthentication.None;
  }

  /** How it authenticates at the token endpoint (OpenID Connect Core §9). */
  public String tokenEndpointAuthMethod() {
    return authentication.method();
  }

  /** Whether it may use the grant type. */
  public boolean allows(Grant grant) {
    return grants.contains(grant);
  }

  /** Where a sign-out may go. */
  public List<URI> postLogoutRedirectUris() {
    return logout.postLogoutRedirectUris();
  }

  /** How long a rotated refresh token still yields the same successor. */
  public Duration refreshGrace() {
    return refresh.grace();
  }

  /** Whether its refresh token is in a cookie and never in a script's reach. */
  public boolean refreshTokenCookie() {
    return refresh.cookie();
  }

  /** The name of a logo asset. */
  public Optional<String> logo() {
    return pages.logo();
  }
}
