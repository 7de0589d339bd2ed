package dev.gatehouse.server.oauth.token;

import dev.gatehouse.server.kernel.PrincipalId;
import dev.gatehouse.server.oauth.family.IssuedGrant;
import dev.gatehouse.server.oauth.grant.Scopes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A grant to a client that acts for itself (RFC 6749 §4.4), committed and yet to be signed. There
 * is no session behind it and no refresh token to it.
 *
 * @param principal the service account it acts as
 * @param rolesEnd when the first of them ends
 * @param rs the realm's revocation sequence now
 */
record MachineGrant(
    IssuedGrant.Basis basis,
    PrincipalId principal,
    List<String> roles,
    Optional<Instant> rolesEnd,
    Scopes scopes,
    List<String> audiences,
    long rs) {
  MachineGrant {
    roles = List.copyOf(roles);
    audiences = List.copyOf(audiences);
  }
}
