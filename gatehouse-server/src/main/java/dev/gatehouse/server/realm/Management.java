package dev.gatehouse.server.realm;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who of a realm may do what through the management API: the permission that each act takes. An act
 * that is not there is nobody's.
 *
 * @param permissions names from the realm's catalogue
 */
public record Management(Map<ManagementAct, String> permissions) {
  /** The API's name in realm files. */
  public static final String API = "management";

  /** The scope of what only looks. */
  public static final String READ_SCOPE = "manage.read";

  /** The scope of what changes something. */
  public static final String WRITE_SCOPE = "manage.write";

  /** Nobody does anything: the realm has no management API. */
  public static final Management NONE = new Management(Map.of());

  /** Stands in the audience for the issuer, which a file does not know. */
  static final String ISSUER = "{issuer}";

  private static final String AUDIENCE = ISSUER + "/api";

  public Management {
    permissions = Map.copyOf(permissions);
  }

  /** The permission that the act takes; none where nobody may. */
  public Optional<String> permission(ManagementAct act) {
    return Optional.ofNullable(permissions.get(act));
  }

  /** Whether the realm has a management API. */
  public boolean isOpen() {
    return !permissions.isEmpty();
  }

  /** The API that tokens must be for; its audience is known once the realm is served somewhere. */
  static Api api() {
    return new Api(
        API,
        AUDIENCE,
        List.of(
            new Scope(READ_SCOPE, "See the people, settings and records of your organisation"),
            new Scope(WRITE_SCOPE, "Change the people and settings of your organisation")),
        Set.of());
  }
}
