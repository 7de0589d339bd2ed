package dev.gatehouse.server.realm;

import dev.gatehouse.server.kernel.ClientId;
import dev.gatehouse.server.kernel.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An application of a realm (RFC 6749 §2).
 *
 * @param id its {@code client_id}
 * @param name what people read on the consent page
 * @param type whether it can keep a secret
 * @param secret its secret, exactly when it is confidential
 * @param redirectUris where codes may go; of loopback addresses the port may vary (RFC 8252 §7.3)
 * @param postLogoutRedirectUris where a sign-out may go
 * @param grants the grant types it may use
 * @param scopes the scopes it may ask for
 * @param firstParty whether it is the realm's own
 * @param requireConsent whether the person is asked
 * @param requirePkce whether authorization requests need PKCE
 * @param refreshGrace how long a rotated refresh token still yields the same successor
 * @param logo the name of a logo asset
 */
public record Client(
    ClientId id,
    String name,
    Type type,
    Optional<Secret> secret,
    List<URI> redirectUris,
    List<URI> postLogoutRedirectUris,
    Set<Grant> grants,
    Set<String> scopes,
    boolean firstParty,
    boolean requireConsent,
    boolean requirePkce,
    Duration refreshGrace,
    Optional<String> logo) {

  public Client {
    redirectUris = List.copyOf(redirectUris);
    postLogoutRedirectUris = List.copyOf(postLogoutRedirectUris);
    grants = Set.copyOf(grants);
    scopes = Set.copyOf(scopes);
  }

  /** Whether it can keep a secret (RFC 6749 §2.1). */
  public enum Type {
    PUBLIC,
    CONFIDENTIAL
  }

  /** A grant type (RFC 6749 §1.3). */
  public enum Grant {
    AUTHORIZATION_CODE("authorization_code"),
    REFRESH_TOKEN("refresh_token");

    private final String wire;

    Grant(String wire) {
      this.wire = wire;
    }

    /** The {@code grant_type} value. */
    public String wire() {
      return wire;
    }
  }

  /** Whether it can't keep a secret. */
  public boolean isPublic() {
    return type == Type.PUBLIC;
  }

  /** How it authenticates at the token endpoint (OpenID Connect Core §9). */
  public String tokenEndpointAuthMethod() {
    return isPublic() ? "none" : "client_secret_basic";
  }

  /** Whether it may use the grant type. */
  public boolean allows(Grant grant) {
    return grants.contains(grant);
  }
}
