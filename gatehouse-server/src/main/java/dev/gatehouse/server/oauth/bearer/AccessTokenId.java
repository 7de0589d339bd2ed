package dev.gatehouse.server.oauth.bearer;

import java.util.Optional;
import java.util.UUID;

/**
 * The {@code jti} of an access token: the id of its family, a dot, and an id of its own. So a token
 * dies with its family although nothing is kept of it.
 */
public record AccessTokenId(UUID family, UUID own) {
  public String text() {
    return family + "." + own;
  }

  /** Reads a claim back; nothing comes out of any other form. */
  public static Optional<AccessTokenId> parse(String text) {
    try {
      if (text.length() != 73 || text.charAt(36) != '.') {
        return Optional.empty();
      }
      var id =
          new AccessTokenId(
              UUID.fromString(text.substring(0, 36)), UUID.fromString(text.substring(37)));
      return id.text().equals(text) ? Optional.of(id) : Optional.empty();
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
