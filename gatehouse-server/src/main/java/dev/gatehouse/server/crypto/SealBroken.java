package dev.gatehouse.server.crypto;

/** A sealed value that doesn't open: changed, moved to another place, or of another master key. */
public final class SealBroken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SealBroken(String message) {
    super(message);
  }
}
