package dev.gatehouse.server.oauth.family;

import dev.gatehouse.server.kernel.Reason;
import dev.gatehouse.server.oauth.code.AuthorizationCode;

/** What became of a presented refresh token. */
public sealed interface Rotation {
  /** It was current; its successor is now. */
  record Rotated(FamilyStore.Live live) implements Rotation {}

  /**
   * It was current until a moment ago and its successor is not used yet: the answer was lost, and
   * the same successor is given once more.
   */
  record Retried(FamilyStore.Live live) implements Rotation {}

  /** It was current once and is not any more: two hold the family, so nobody may. */
  record Reused(AuthorizationCode.Holder holder) implements Rotation {}

  /** It was genuine, but may not be used. */
  record Refused(AuthorizationCode.Holder holder, Reason reason) implements Rotation {}

  /** It never was a refresh token of ours. */
  record Unknown() implements Rotation {}
}
