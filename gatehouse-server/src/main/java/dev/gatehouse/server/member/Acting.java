package dev.gatehouse.server.member;

import dev.gatehouse.server.audit.Attempt;
import dev.gatehouse.server.kernel.PrincipalId;
import java.util.Optional;

/**
 * Somebody about to act on members.
 *
 * @param by a principal of the tenant; none: an operator, who is above all of them
 * @param attempt what is recorded of it
 */
public record Acting(Optional<PrincipalId> by, Attempt attempt) {
  /** A principal of the tenant. */
  public static Acting of(PrincipalId by, Attempt attempt) {
    return new Acting(Optional.of(by), attempt.by(by));
  }

  /** Whoever runs the server. */
  public static Acting operator(Attempt attempt) {
    return new Acting(Optional.empty(), attempt);
  }
}
