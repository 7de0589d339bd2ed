package dev.gatehouse.server.credential;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.kernel.Refusal;

/** Why a link does not work. To people they are all the same. */
public enum DeadLink implements Finding, Consumption {
  USED(Reason.LINK_USED),
  EXPIRED(Reason.LINK_EXPIRED),
  SUPERSEDED(Reason.LINK_SUPERSEDED),
  UNKNOWN(Reason.LINK_UNKNOWN);

  private final Reason reason;

  DeadLink(Reason reason) {
    this.reason = reason;
  }

  /** The refusal it is answered with. */
  public Refusal refusal() {
    return Refusal.of(reason);
  }
}
