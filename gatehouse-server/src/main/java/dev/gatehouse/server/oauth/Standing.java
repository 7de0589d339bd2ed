package dev.gatehouse.server.oauth;

import dev.gatehouse.server.kernel.Reason;

/** Whether somebody may still be issued tokens for. */
sealed interface Standing {
  /** The person, the tenant and the session are there and nothing is revoked. */
  record Good(Subject subject) implements Standing {}

  /** One of them is not. */
  record Lost(Reason reason) implements Standing {}
}
