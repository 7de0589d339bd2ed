package dev.gatehouse.server.session;

import java.util.Optional;

/**
 * What a user agent says it is. The words come from the sender: text to be shown, nothing to decide
 * on.
 *
 * @param browser such as {@code Chrome}
 * @param system such as {@code Linux}
 */
public record Device(Kind kind, Optional<String> browser, Optional<String> system) {
  /** Nothing could be read from the user agent. */
  public static final Device UNKNOWN = new Device(Kind.UNKNOWN, Optional.empty(), Optional.empty());

  /** What one holds or sits at. */
  public enum Kind {
    COMPUTER,
    PHONE,
    TABLET,
    UNKNOWN
  }

  /** As stored with a session, in English: {@code Chrome on Linux}. */
  String words() {
    if (browser.isPresent() && system.isPresent()) {
      return browser.get() + " on " + system.get();
    }
    return browser.or(() -> system).orElse("unknown");
  }
}
