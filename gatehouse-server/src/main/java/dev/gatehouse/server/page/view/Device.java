package dev.gatehouse.server.page.view;

import dev.gatehouse.server.page.text.Messages;
import org.jspecify.annotations.Nullable;

/**
 * A browser or device in words a person knows.
 *
 * @param kind what it looks like
 * @param browser as in "Chrome", or null if unknown
 * @param system as in "Linux", or null if unknown
 */
public record Device(Kind kind, @Nullable String browser, @Nullable String system) {

  /** What it looks like. */
  public enum Kind {
    COMPUTER,
    PHONE,
    TABLET,
    UNKNOWN
  }

  /** As in "Chrome on Linux". */
  public String words(Messages messages) {
    if (browser != null && system != null) {
      return messages.text("device.both", "browser", browser, "system", system);
    }
    if (browser != null) {
      return messages.text("device.one", "name", browser);
    }
    return system == null
        ? messages.text("device.unknown")
        : messages.text("device.one", "name", system);
  }
}
