package dev.gatehouse.server.realm;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How fresh and how good the sign-in behind an access token must be (RFC 9470).
 *
 * @param maxAge how long ago it was at most
 * @param acrValues one of which it must have reached; any will do where none is named
 */
public record AuthenticationDemand(Optional<Duration> maxAge, List<String> acrValues) {
  /** None. */
  static final AuthenticationDemand NONE = new AuthenticationDemand(Optional.empty(), List.of());

  public AuthenticationDemand {
    acrValues = List.copyOf(acrValues);
  }
}
