package dev.gatehouse.server.principal;

import dev.gatehouse.server.kernel.PrincipalId;
import java.time.Instant;
import java.util.Optional;

/**
 * A role about to be given.
 *
 * @param role of the realm, or one of the tenant's own: {@code tenant:<name>}
 * @param scope what it is confined to; none: the whole tenant
 * @param condition what must hold; none: always
 * @param by who gives it; none: the realm's file or an operator
 * @param endsAt from when on it is worth nothing; none: until somebody takes it
 */
public record NewRoleGrant(
    PrincipalId holder,
    String role,
    Optional<String> scope,
    Optional<String> condition,
    Optional<PrincipalId> by,
    Optional<Instant> endsAt) {

  /** In the whole tenant and without condition. */
  public static NewRoleGrant plain(
      PrincipalId holder, String role, Optional<PrincipalId> by, Optional<Instant> endsAt) {
    return new NewRoleGrant(holder, role, Optional.empty(), Optional.empty(), by, endsAt);
  }

  /** Whether tokens carry it: it depends on nothing but time. */
  public boolean isPlain() {
    return scope.isEmpty() && condition.isEmpty();
  }
}
