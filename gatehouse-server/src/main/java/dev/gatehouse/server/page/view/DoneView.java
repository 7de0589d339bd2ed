package dev.gatehouse.server.page.view;

import dev.gatehouse.server.page.frame.PageFrame;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The good end of a journey.
 *
 * @param frame what surrounds the task
 * @param kind what has been done
 * @param email the address it concerns, where the text names one
 * @param nextLink page the button leads to
 */
public record DoneView(PageFrame frame, Kind kind, @Nullable String email, String nextLink)
    implements Page {

  /** What has been done. */
  public enum Kind {
    /** The address is confirmed; the button leads to sign-in. */
    VERIFIED,
    /** A new password is set and all sessions ended; the button leads to sign-in. */
    RESET,
    /** The new address holds; names it. */
    EMAIL_CHANGED,
    /** The old address is back; names it. */
    EMAIL_RESTORED,
    /** A sign-up nobody asked for is gone. */
    DISCARDED,
    /** The session has ended. */
    SIGNED_OUT;

    /** Key of its texts. */
    public String key() {
      return "done." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Text of this kind. */
  public String text(String part) {
    return frame.text(kind.key() + "." + part);
  }

  /** The sentence under the heading. */
  public String body() {
    Map<String, String> values = new HashMap<>();
    values.put("product", frame.branding().product());
    if (email != null) {
      values.put("email", email);
    }
    return frame.messages().text(kind.key() + ".body", values);
  }
}
