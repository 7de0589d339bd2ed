package dev.gatehouse.server.realm;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A named set of permissions.
 *
 * @param name as the realm spells it
 * @param description for people who give it
 * @param owner whether it is the role that every tenant keeps at least one of
 * @param mfaRequired whether whoever holds it must have a second factor
 * @param accessTokenLifetime a shorter life of its holders' access tokens
 * @param permissions names from the realm's catalogue
 */
public record Role(
    String name,
    String description,
    boolean owner,
    boolean mfaRequired,
    Optional<Duration> accessTokenLifetime,
    Set<String> permissions) {
  public Role {
    permissions = Set.copyOf(permissions);
  }
}
