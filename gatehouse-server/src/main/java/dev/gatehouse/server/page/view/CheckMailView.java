package dev.gatehouse.server.page.view;

import dev.gatehouse.server.page.frame.PageFrame;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * "Look into your mailbox": the answer to every form that ends in a mail, the same whether one was
 * sent.
 *
 * @param frame what surrounds the task
 * @param kind which form it answers
 * @param email the address as typed
 * @param validity how long the link in the mail works
 * @param againLink page to ask for the mail again, or null
 * @param backLink page to go back to
 */
public record CheckMailView(
    PageFrame frame,
    Kind kind,
    String email,
    Duration validity,
    @Nullable String againLink,
    String backLink)
    implements Page {

  /** The form this answers. */
  public enum Kind {
    REGISTER,
    FORGOT,
    RESEND,
    EMAIL_CHANGE;

    /** Key of its texts. */
    public String key() {
      return "check-mail." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Text of this kind. */
  public String text(String part) {
    return frame.text(kind.key() + "." + part);
  }

  /** The sentence that names the address. */
  public String sentTo() {
    return frame.messages().text(kind.key() + ".body", "email", email);
  }
}
