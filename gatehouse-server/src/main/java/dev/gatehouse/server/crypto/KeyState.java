package dev.gatehouse.server.crypto;

/** Where a signing key stands in its life. */
public enum KeyState {
  /** Published so that verifiers know it; signs nothing yet. */
  NEXT(true),
  /** Signs. */
  ACTIVE(true),
  /** Signs no more; what it signed still verifies. */
  RETIRING(true),
  /** Nothing it signed verifies any more. */
  REVOKED(false);

  private final boolean published;

  KeyState(boolean published) {
    this.published = published;
  }

  /** Whether the key stands in the published set and verifies. */
  public boolean isPublished() {
    return published;
  }
}
