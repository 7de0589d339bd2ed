package dev.gatehouse.server.crypto;

/**
 * What a message authentication code is for. Each purpose has a key of its own. The label enters
 * the key: changing it makes old codes worthless.
 */
public enum MacPurpose {
  LOGIN_INDEX("login-index"),
  ADDRESS_COUNTER("address-counter"),
  CSRF("csrf"),
  REFRESH_SUCCESSOR("refresh-successor"),
  REMEMBERED_TENANT("remembered-tenant"),
  BROWSER("browser"),
  TOMBSTONE("tombstone"),
  CURSOR("cursor"),
  ENTITY_TAG("entity-tag");

  private final String label;

  MacPurpose(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
