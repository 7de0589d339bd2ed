package dev.gatehouse.server.principal;

import dev.gatehouse.server.kernel.PrincipalId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A principal of one tenant that a client acts as when it acts for itself (RFC 6749 §4.4).
 *
 * @param active false once it or its tenant may do nothing
 * @param roles what it was given in the tenant
 * @param rolesEnd when the first of them ends
 * @param rs the realm's revocation sequence now: what is revoked later is newer
 */
public record ServiceAccount(
    PrincipalId id, boolean active, List<String> roles, Optional<Instant> rolesEnd, long rs) {
  public ServiceAccount {
    roles = List.copyOf(roles);
  }
}
