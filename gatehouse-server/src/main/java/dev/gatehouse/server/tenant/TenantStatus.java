package dev.gatehouse.server.tenant;

import java.util.Locale;

/** How a tenant is. */
public enum TenantStatus {
  /** Its people sign in. */
  ACTIVE,
  /** Nobody of it does; everything it has is there. */
  SUSPENDED,
  /** The same, until the time comes when it is erased. */
  DELETING,
  /** What it has is being deleted. */
  ERASING,
  /** It is no more. Its id is never another's; its records stay. */
  DELETED;

  /** As stored and shown. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static TenantStatus ofText(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
