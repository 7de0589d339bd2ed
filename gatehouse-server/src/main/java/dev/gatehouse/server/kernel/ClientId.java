package dev.gatehouse.server.kernel;

/** The {@code client_id} of an OAuth application of a realm (RFC 6749 §2.2). */
public record ClientId(String value) {
  /** The longest a client id may be. */
  public static final int MAX_LENGTH = 128;

  public ClientId {
    if (value.isEmpty() || value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("client_id has 1 to " + MAX_LENGTH + " characters");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
