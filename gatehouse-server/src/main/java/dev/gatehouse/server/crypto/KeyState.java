package dev.gatehouse.server.crypto;

/** Where a signing key stands in its life. */
public enum KeyState {
  /** Published so that verifiers know it; signs nothing yet. */
  NEXT,
  /** Signs. */
  ACTIVE,
  /** Signs no more; what it signed still verifies. */
  RETIRING,
  /** Nothing it signed verifies any more. */
  REVOKED
}
