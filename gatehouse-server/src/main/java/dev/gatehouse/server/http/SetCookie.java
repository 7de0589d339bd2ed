package dev.gatehouse.server.http;

import java.time.Duration;
import java.util.Optional;

/**
 * A cookie to be set, always with the {@code __Host-} prefix's rules (RFC 6265bis §4.1.3.2).
 *
 * @param life how long the browser keeps it; empty: until it closes
 */
record SetCookie(String name, String value, Optional<Duration> life, SameSite sameSite) {
  /** From where requests bring it along (RFC 6265bis §4.1.2.7). */
  enum SameSite {
    LAX("Lax"),
    STRICT("Strict");

    private final String word;

    SameSite(String word) {
      this.word = word;
    }
  }

  SetCookie {
    if (!name.startsWith("__Host-")) {
      throw new IllegalArgumentException("a cookie without the __Host- prefix: " + name);
    }
  }

  String header() {
    return name
        + "="
        + value
        + "; Path=/; Secure; HttpOnly; SameSite="
        + sameSite.word
        + life.map(time -> "; Max-Age=" + time.toSeconds()).orElse("");
  }
}
