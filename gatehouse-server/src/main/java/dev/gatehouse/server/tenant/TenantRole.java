package dev.gatehouse.server.tenant;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A role of a tenant's own: a name for some of the realm's permissions.
 *
 * @param name within the tenant
 * @param permissions names from the realm's catalogue
 */
public record TenantRole(String name, String description, List<String> permissions) {
  /** No role of a realm can begin so: its names have no colon. */
  private static final String PREFIX = "tenant:";

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_.-]{0,62}");

  public TenantRole {
    permissions = List.copyOf(permissions);
  }

  /** What grants and tokens call it: never what a realm calls one of its own. */
  public String granted() {
    return granted(name);
  }

  /** The same for a name. */
  public static String granted(String name) {
    return PREFIX + name;
  }

  /** Whether a grant is of a tenant's own role. */
  public static boolean isOne(String granted) {
    return granted.startsWith(PREFIX);
  }

  /** Whether it can be a name. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }
}
