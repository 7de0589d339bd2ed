package dev.gatehouse.server.oauth.family;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.oauth.grant.Subject;

/** Whether somebody may still be issued tokens for. */
public sealed interface Standing {
  /** The person, the tenant and the session are there and nothing is revoked. */
  record Good(Subject subject) implements Standing {}

  /** One of them is not. */
  record Lost(Reason reason) implements Standing {}
}
