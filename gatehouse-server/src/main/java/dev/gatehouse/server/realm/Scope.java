package dev.gatehouse.server.realm;

import java.util.regex.Pattern;

/**
 * A scope of the realm's own (RFC 6749 §3.3).
 *
 * @param name its name in requests
 * @param description what it lets an application do, in words for the consent page
 */
public record Scope(String name, String description) {
  // RFC 6749 §3.3: scope-token = 1*( %x21 / %x23-5B / %x5D-7E )
  private static final Pattern TOKEN = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,128}");

  /** Whether a text could be the name of a scope at all. */
  public static boolean isWellFormed(String name) {
    return TOKEN.matcher(name).matches();
  }
}
