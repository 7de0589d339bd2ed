package dev.gatehouse.server.page.view;

import dev.gatehouse.server.page.frame.PageFrame;
import dev.gatehouse.server.page.frame.SignedInPerson;
import java.util.Objects;

/**
 * Which account to go on with; the frame names the application and has the person signed in.
 *
 * @param frame what surrounds the task
 * @param action path the form is sent to
 * @param journey id of the journey, sent back in the hidden field {@code journey}
 * @param switchLink page to sign in with another account
 */
public record AccountChoiceView(PageFrame frame, String action, String journey, String switchLink)
    implements Page {
  /** Both the application and the person have to be known. */
  public AccountChoiceView {
    Objects.requireNonNull(frame.application(), "frame.application");
    Objects.requireNonNull(frame.person(), "frame.person");
  }

  /** Name of the application that asks. */
  public String application() {
    return Objects.requireNonNull(frame.application());
  }

  /** Whose account is at hand. */
  public SignedInPerson person() {
    return Objects.requireNonNull(frame.person());
  }
}
