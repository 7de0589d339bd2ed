package dev.gatehouse.server.oauth.code;

/** What became of redeeming a code. */
public sealed interface Redemption {
  /** This caller, and nobody else, has what the code stands for. */
  record Redeemed(AuthorizationCode code) implements Redemption {}

  /** It was redeemed before: somebody has a copy (RFC 6749 §10.5). */
  record Replayed(AuthorizationCode code) implements Redemption {}

  /** It came too late. */
  record Expired(AuthorizationCode code) implements Redemption {}

  /** There is no such code. */
  record Unknown() implements Redemption {}
}
