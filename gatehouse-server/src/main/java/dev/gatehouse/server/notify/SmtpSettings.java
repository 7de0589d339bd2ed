package dev.gatehouse.server.notify;

import dev.gatehouse.server.kernel.Secret;
import java.time.Duration;
import java.util.Optional;

/**
 * How mail leaves.
 *
 * @param timeout the longest a connection, a read or a write may take
 */
public record SmtpSettings(
    String host, int port, Security security, Optional<Login> login, Duration timeout) {
  /** What the timeout is when nobody says. */
  public static final Duration TIMEOUT = Duration.ofSeconds(5);

  public SmtpSettings {
    if (login.isPresent() && security == Security.NONE) {
      throw new IllegalArgumentException(
          "an SMTP password is not sent in the clear; use starttls or tls");
    }
  }

  /** How the connection is protected. */
  public enum Security {
    /** Not at all: for a server on the same machine. */
    NONE,
    /** TLS after STARTTLS, or no mail (RFC 3207). */
    STARTTLS,
    /** TLS from the first byte (RFC 8314 §3.3). */
    TLS
  }

  /** Who the server lets send. */
  public record Login(String user, Secret password) {}
}
