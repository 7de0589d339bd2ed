package dev.gatehouse.server.kernel;

import java.util.regex.Pattern;

/**
 * The name of a realm: one product with its own issuer, keys, clients and limits. Lower-case ASCII,
 * 2 to 32 characters, as it stands in the issuer's path and in cookie names.
 */
public record RealmId(String value) {
  private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9-]{1,31}");

  public RealmId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("not a realm name: " + value);
    }
  }

  /** Whether the text could name a realm at all. */
  public static boolean isWellFormed(String text) {
    return SHAPE.matcher(text).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
