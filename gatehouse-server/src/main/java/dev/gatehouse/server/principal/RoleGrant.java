package dev.gatehouse.server.principal;

import dev.gatehouse.server.kernel.PrincipalId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A role that a principal has.
 *
 * @param role of the realm, or one of the tenant's own: {@code tenant:<name>}
 * @param scope what it is confined to; none: the whole tenant
 * @param condition what must hold; none: always
 * @param by who gave it; none: the realm's file or an operator
 * @param endsAt from when on it is worth nothing; none: until somebody takes it
 */
public record RoleGrant(
    UUID id,
    PrincipalId holder,
    String role,
    Optional<String> scope,
    Optional<String> condition,
    Optional<PrincipalId> by,
    Optional<Instant> endsAt) {}
