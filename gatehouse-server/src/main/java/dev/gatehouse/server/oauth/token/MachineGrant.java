package dev.gatehouse.server.oauth.token;

import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.oauth.family.IssuedGrant;
import dev.gatehouse.server.oauth.grant.Scopes;
import java.util.List;

/**
 * A grant to a client that acts for itself (RFC 6749 §4.4), committed and yet to be signed. There
 * is no session behind it and no refresh token to it.
 *
 * @param principal the service account it acts as
 * @param rs the realm's revocation sequence now
 */
record MachineGrant(
    IssuedGrant.Basis basis,
    PrincipalId principal,
    List<String> roles,
    Scopes scopes,
    List<String> audiences,
    long rs) {
  MachineGrant {
    roles = List.copyOf(roles);
    audiences = List.copyOf(audiences);
  }
}
