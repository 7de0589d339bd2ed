package dev.gatehouse.benchmarks.peer;

/** Why Keycloak can't be had or doesn't run, in words for the person who asked for it. */
public final class PeerFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PeerFailure(String message) {
    super(message);
  }

  PeerFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
