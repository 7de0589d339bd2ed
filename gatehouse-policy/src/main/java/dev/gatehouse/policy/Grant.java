package dev.gatehouse.policy;

import java.time.Instant;
import java.util.Optional;

/**
 * A role given to a principal in its tenant.
 *
 * @param id names it in explanations
 * @param role by name; one that the policy doesn't define gives nothing
 * @param scope the only resource it is for, with what lies within that
 * @param condition by name; without it the grant gives nothing
 * @param until when it ends: at that instant it gives nothing any more
 */
public record Grant(
    String id,
    String role,
    Optional<ResourceRef> scope,
    Optional<String> condition,
    Optional<Instant> until) {
  /** A grant without scope, condition or end. */
  public static Grant of(String id, String role) {
    return new Grant(id, role, Optional.empty(), Optional.empty(), Optional.empty());
  }

  boolean ended(Instant now) {
    return until.isPresent() && !now.isBefore(until.get());
  }

  boolean plain() {
    return scope.isEmpty() && condition.isEmpty();
  }
}
