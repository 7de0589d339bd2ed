package dev.gatehouse.server.realm;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * How a client takes part in signing out.
 *
 * @param postLogoutRedirectUris where a sign-out may go (OpenID Connect RP-Initiated Logout §3.1)
 * @param backchannelUri where logout tokens go (OpenID Connect Back-Channel Logout §2.2)
 * @param backchannelSessionRequired whether they must name the session
 */
public record ClientLogout(
    List<URI> postLogoutRedirectUris,
    Optional<URI> backchannelUri,
    boolean backchannelSessionRequired) {
  public ClientLogout {
    postLogoutRedirectUris = List.copyOf(postLogoutRedirectUris);
  }
}
