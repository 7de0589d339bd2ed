package dev.gatehouse.server.page.view;

import dev.gatehouse.server.page.frame.PageFrame;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something went wrong: what, what to do next, and the number to quote when asking for help.
 *
 * @param frame what surrounds the task
 * @param kind what to tell the person
 * @param code public code of the refusal
 * @param requestId id under which the log has the details
 * @param nextLink page where the person can go on, or null
 */
public record ErrorView(
    PageFrame frame, Kind kind, String code, String requestId, @Nullable String nextLink)
    implements Page {

  /** What to tell the person. */
  public enum Kind {
    /** No such page, or none this person may see. */
    NOT_FOUND,
    /** A link from a mail that is used up, too old or replaced by a newer one. */
    LINK_DEAD,
    /** The form belongs to another session, or none. */
    FORM_STALE,
    /** The journey has ended or began in another browser. */
    JOURNEY_ENDED,
    /** The application asked for something it may not, and can't be told by redirect. */
    APPLICATION_WRONG,
    /** The request is malformed or too large. */
    REQUEST_WRONG,
    /** The person is signed in but may not do this. */
    NOT_ALLOWED,
    TOO_MANY,
    UNAVAILABLE,
    INTERNAL;

    /** Key of its texts. */
    public String key() {
      return "error." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Whether something is broken; the rest is a wrong turn, which needs no alarm. */
  public boolean isFault() {
    return switch (kind) {
      case APPLICATION_WRONG, REQUEST_WRONG, UNAVAILABLE, INTERNAL -> true;
      case NOT_FOUND, LINK_DEAD, FORM_STALE, JOURNEY_ENDED, NOT_ALLOWED, TOO_MANY -> false;
    };
  }

  /** Text of this kind: {@code title}, {@code body} or {@code next}. */
  public String text(String part) {
    return frame.text(kind.key() + "." + part);
  }
}
