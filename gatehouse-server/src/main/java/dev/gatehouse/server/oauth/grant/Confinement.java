package dev.gatehouse.server.oauth.grant;

import java.util.List;
import java.util.Optional;

/**
 * What the tokens of a grant are confined to besides scopes.
 *
 * @param audiences the APIs they are for (RFC 8707), in the order they were asked for
 * @param key the RFC 7638 thumbprint of the key that must be proved with them (RFC 9449)
 */
public record Confinement(List<String> audiences, Optional<String> key) {
  /** To nothing. */
  public static final Confinement NONE = new Confinement(List.of(), Optional.empty());

  public Confinement {
    audiences = List.copyOf(audiences);
  }
}
