package dev.gatehouse.server.client;

import dev.gatehouse.server.kernel.ClientId;
import java.util.Optional;
import java.util.UUID;

/**
 * Ids of clients that registered by themselves: {@code reg-} and a random UUID. Never given twice.
 */
public final class RegisteredClientId {
  private static final String PREFIX = "reg-";
  private static final int LENGTH = PREFIX.length() + 36;

  private RegisteredClientId() {}

  public static ClientId of(UUID id) {
    return new ClientId(PREFIX + id);
  }

  static boolean isOne(String text) {
    return parse(text).isPresent();
  }

  /** The UUID in it; nothing for any other text. */
  public static Optional<UUID> parse(String text) {
    if (text.length() != LENGTH || !text.startsWith(PREFIX)) {
      return Optional.empty();
    }
    try {
      UUID id = UUID.fromString(text.substring(PREFIX.length()));
      return Optional.of(id).filter(it -> text.equals(PREFIX + it));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
