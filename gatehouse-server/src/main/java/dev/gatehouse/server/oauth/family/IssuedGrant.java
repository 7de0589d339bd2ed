package dev.gatehouse.server.oauth.family;

import dev.gatehouse.server.client.AuthenticatedClient;
import dev.gatehouse.server.crypto.OpaqueToken;
import dev.gatehouse.server.kernel.TenantId;
import dev.gatehouse.server.oauth.grant.Scopes;
import dev.gatehouse.server.oauth.grant.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A grant that is committed and whose tokens are yet to be signed.
 *
 * @param scopes what the tokens carry; at a refresh maybe fewer than the family's
 * @param audiences the APIs the access token is for; never more than the family's
 * @param nonce of the authorization request; none at a refresh (OpenID Connect Core §12.2)
 * @param refreshToken the family's current one; none when the client may not refresh
 */
public record IssuedGrant(
    Basis basis,
    TokenFamily family,
    Subject subject,
    Scopes scopes,
    List<String> audiences,
    Optional<String> nonce,
    Optional<OpaqueToken> refreshToken) {

  public IssuedGrant {
    audiences = List.copyOf(audiences);
  }

  /** The same for these APIs alone. */
  public IssuedGrant confinedTo(List<String> apis) {
    return new IssuedGrant(basis, family, subject, scopes, apis, nonce, refreshToken);
  }

  /** To whom, in which tenant, and at what time. */
  public record Basis(AuthenticatedClient client, TenantId tenant, Instant at) {}
}
