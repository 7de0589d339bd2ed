package dev.gatehouse.server.realm;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What somebody may do to their own tenant through the management API. A realm's file says for each
 * which of its permissions it takes.
 */
public enum ManagementAct {
  /** See the tenant itself. */
  TENANT_READ("tenant.read"),
  /** See which roles there are and what they give. */
  ROLE_READ("role.read"),
  /** See where members are signed in. */
  SESSION_READ("session.read"),
  /** Sign members out. */
  SESSION_END("session.end"),
  /** Read the tenant's records, without what they say about persons. */
  AUDIT_READ("audit.read"),
  /** Read what records say about persons, too. */
  AUDIT_READ_PERSONAL("audit.read_personal"),
  /** See the public keys of the realm. */
  KEY_READ("key.read"),
  /** See the applications of the realm. */
  CLIENT_READ("client.read"),
  /** Change applications. */
  CLIENT_MANAGE("client.manage");

  private final String wire;

  ManagementAct(String wire) {
    this.wire = wire;
  }

  /** Its name in realm files. */
  public String wire() {
    return wire;
  }

  static Map<String, ManagementAct> words() {
    return Arrays.stream(values())
        .collect(Collectors.toMap(ManagementAct::wire, act -> act, (one, _) -> one, TreeMap::new));
  }
}
