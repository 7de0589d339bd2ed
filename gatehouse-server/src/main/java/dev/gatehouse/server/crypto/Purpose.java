package dev.gatehouse.server.crypto;

/**
 * What a sealed value is for. Each purpose has a key of its own, so a value sealed for one never
 * opens as another. The label enters the key: changing it makes old values unreadable.
 */
public enum Purpose {
  SIGNING_KEY("signing-key"),
  PERSON_KEY("person-key"),
  TENANT_DAY_KEY("tenant-day-key"),
  PERSONAL_FIELD("personal-field"),
  MAIL("mail"),
  CLIENT_SECRET("client-secret"),
  JOURNEY("journey"),
  PUSHED_REQUEST("pushed-request"),
  POSTED_REQUEST("posted-request"),
  STORED_ANSWER("stored-answer"),
  SETTING("setting");

  private final String label;

  Purpose(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
